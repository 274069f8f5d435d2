"""Tables that come from outside and lists that leave: one reader, one writer, one zip, one XML."""

from liane.kit.tables.csv_writer import csv_pieces, write_csv
from liane.kit.tables.model import Cell, Formula, Row, Table
from liane.kit.tables.reader import read_table
from liane.kit.tables.refusals import TableRefused

__all__ = ["Cell", "Formula", "Row", "Table", "TableRefused", "csv_pieces", "read_table", "write_csv"]
