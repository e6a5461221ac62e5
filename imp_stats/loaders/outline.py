"""Bottom-up labels -> paths: in IRCC's workbooks a group's own row comes after its children.

A row holds its label in exactly one of the label columns, and the column is its level. A row claims
the rows one level deeper that stand directly above it and are not claimed yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from imp_stats.loaders.grid import Grid


@dataclass
class Node:
    """A labelled row: where it stands, its path from the top, and the rows it is the total of."""

    row: int
    level: int
    label: str
    children: list["Node"] = field(default_factory=list)
    path: tuple[str, ...] = ()


def read_labels(grid: Grid, rows: range, width: int) -> list[Node]:
    """Each row of the range as a node: its one label, and the column in which it stands."""
    nodes = []
    for row in rows:
        filled = [column for column in range(width) if grid.text(row, column)]
        if len(filled) != 1:
            grid.refuse(row, filled[1] if filled else 0, f"one label in the first {width} columns of the row")
        label = grid.text(row, filled[0])
        nodes.append(Node(row, filled[0], label or ""))
    return nodes


def read_outline(grid: Grid, rows: range, width: int) -> list[Node]:
    """Every row of the range, in its order, with its children claimed and its path set."""
    nodes = read_labels(grid, rows, width)
    open_nodes: list[Node] = []
    for node in nodes:
        first = len(open_nodes)
        while first and open_nodes[first - 1].level > node.level:
            first -= 1
        node.children = open_nodes[first:]
        for child in node.children:
            if child.level != node.level + 1:
                grid.refuse(child.row, child.level, f"the total of its group before {node.label!r}")
        _refuse_twins(grid, node.children)
        open_nodes[first:] = [node]
    _refuse_twins(grid, open_nodes)
    for node in open_nodes:
        if node.level != 0:
            grid.refuse(node.row, node.level, "the total row of its place after it")
    _check_openers(grid, nodes)
    _set_paths(open_nodes, ())
    return nodes


def _refuse_twins(grid: Grid, siblings: Sequence[Node]) -> None:
    seen: dict[str, Node] = {}
    for node in siblings:
        if node.label in seen:
            first = grid.cell(seen[node.label].row, node.level)
            grid.refuse(node.row, node.level, f"a label that its group does not have already (in {first})")
        seen[node.label] = node


def _set_paths(nodes: Sequence[Node], above: tuple[str, ...]) -> None:
    for node in nodes:
        node.path = (*above, node.label)
        _set_paths(node.children, node.path)


def _check_openers(grid: Grid, nodes: Sequence[Node]) -> None:
    """The publisher writes an empty text in a parent's column on the first row of its group: hold it to that.

    A workbook saved again by another program may have lost them all, which is no error.
    """
    expected = {(_first(node).row, node.level): node for node in nodes if node.children}
    found = {
        (node.row, column)
        for node in nodes
        for column in range(node.level)
        if grid.text(node.row, column) == ""
    }
    if not found:
        return
    for (row, column), node in expected.items():
        if (row, column) not in found:
            grid.refuse(
                row, column, f"an empty text, which opens the group of {node.label!r} in row {node.row + 1}"
            )
    for row, column in sorted(found - expected.keys()):
        grid.refuse(row, column + 1, "no group to open here: a row of the group is missing or out of place")


def _first(node: Node) -> Node:
    return _first(node.children[0]) if node.children else node
