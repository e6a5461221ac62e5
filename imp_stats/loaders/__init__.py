"""Publishers' files -> cells. A loader reads by the words in the file and fails closed."""
