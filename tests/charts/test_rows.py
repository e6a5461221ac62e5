import pandas as pd
import pytest

from imp_stats.charts.rows import names_of, refuse_twice


def test_the_labels_that_vary_name_the_rows():
    frame = pd.DataFrame(
        {"program_name": ["a", "b"], "province_name": ["Ontario"] * 2, "occupation": ["Cooks", "Nurses"]}
    )
    assert names_of(frame).tolist() == ["Cooks", "Nurses"]


def test_a_single_row_is_named_by_its_last_label():
    frame = pd.DataFrame({"province_name": ["Ontario"], "stream_name": ["Caregivers"]})
    assert names_of(frame).tolist() == ["Caregivers"]


def test_a_frame_with_no_labels_or_several_that_vary_is_refused():
    with pytest.raises(ValueError, match="none, only holders"):
        names_of(pd.DataFrame({"holders": [1]}))
    with pytest.raises(ValueError, match="several: province_name, stream_name"):
        names_of(pd.DataFrame({"province_name": ["a", "b"], "stream_name": ["c", "d"]}))


def test_two_rows_in_one_place_are_refused_with_what_to_pick():
    frame = pd.DataFrame({"province": ["ON", "ON"], "year": [2023, 2024], "program": ["IMP", "TFWP"]})
    with pytest.raises(
        ValueError, match="Several rows for ON: pick one program and one year; charts do not add up"
    ):
        refuse_twice(frame, ["province"])
    with pytest.raises(ValueError, match="Several rows for ON: pick one row"):
        refuse_twice(frame[["province"]], ["province"])
    refuse_twice(frame, ["province", frame["year"]])
