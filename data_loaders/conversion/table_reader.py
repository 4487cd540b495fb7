"""Turns the recognised columns of one sheet into typed values and reports every cell that cannot be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.contract import fields, upload_answers, value_words
from data_loaders.contract.upload_answers import Words
from data_loaders.conversion import job_levels, typed_columns
from data_loaders.conversion.column_problems import ColumnProblems
from data_loaders.problems import Problem
from data_loaders.reading.sheet import Sheet
from data_loaders.recognition.layout import STAND_INS, Layout


@dataclass(frozen=True)
class CellOrigin:
    """Where one part of an unfolded row stands: the row a person sees, each field's cell, the cells it has alone."""

    row: int
    cells: Mapping[str, str]
    own: frozenset[str]


@dataclass
class TableReader:
    """The data rows of a sheet, their typed values and problems. Subclasses add what a single table needs."""

    sheet: Sheet
    layout: Layout
    positions: np.ndarray  # of the rows in the sheet
    cells: pa.Table
    loaded_on: date
    order: upload_answers.Order | None = None  # of day and month, as HR said
    words: Words = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = ColumnProblems(self.sheet, self.layout, self.positions)
        self.rows = self.sheet.row_numbers(self.positions)
        self.days: pd.Series | None = None  # of each row, in a file of several rosters
        self.fields = fields.TABLES[self.layout.table or ""]
        self.given = self._conversion_context()
        self.departments_as_units = False

    def frame(self) -> pd.DataFrame:
        """`row_number` and every canonical column that the sheet brings, in the contract's order.

        Where a row of the sheet was unfolded into several, `row_number` is the position of the part: `seats` says where
        that stands.
        """
        frame = self.completed(self._typed())
        self._keep_level_words(frame)
        if not self.told.left_out:
            return frame
        excluded = self._numbers()[sorted(self.told.left_out)]
        kept = ~frame["row_number"].isin(excluded)
        if self.days is not None:
            self.days = self.days[kept.to_numpy()].reset_index(drop=True)
        return frame[kept].reset_index(drop=True)

    def completed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with what its table works out from other columns, or leaves out."""
        return frame

    def wrong(self) -> frozenset[int]:
        """The `row_number`s of the rows with an error."""
        return frozenset(self._numbers()[sorted(self.told.wrong)].tolist())

    def seats(self) -> dict[int, CellOrigin]:
        """By `row_number`, where each part of an unfolded row stands; nothing where no row was unfolded."""
        if self.sheet.columns_from is None:
            return {}
        return {
            position: self._cell_origin(position, int(row))
            for position, row in zip(self.positions.tolist(), self.rows, strict=True)
        }

    def _cell_origin(self, position: int, row: int) -> CellOrigin:
        from_column = self.sheet.columns_from
        origins = {
            name: (column, self.sheet.address(position, column))
            for name, column in self.layout.columns.items()
            if from_column is None or from_column[position, column] >= 0
        }
        own = frozenset(cell for column, cell in origins.values() if column >= self.sheet.shared)
        return CellOrigin(row, {name: cell for name, (_, cell) in origins.items()}, own)

    def cells_of(self, name: str) -> pa.ChunkedArray:
        """The texts of the column that was taken for a field."""
        return self.cells.column(self.layout.columns[name])

    def texts_of(self, name: str) -> pd.Series:
        """The same as a series."""
        return pd.Series(self.cells_of(name).to_pandas()).astype("str")

    def turn_levels(self, frame: pd.DataFrame) -> None:
        """Turn the levels of the frame where they run downward, in place, with a warning."""
        name, cells = "job_level", self.cells_of("job_level")
        answered = {word for field_name, word in self.told.heard if field_name == name}
        without_answers = frame
        if answered:  # levels HR answered stay; whether the others run downward is judged without those answers
            unaided = replace(self.given, words={})
            without_answers = frame.assign(
                job_level=typed_columns.clean(cells, name, self.fields[name], unaided).values
            )
        turned = job_levels.upward(without_answers, cells, self.told.headings[name])
        if turned is not None:
            turned_levels, problem = turned
            has_answer = job_levels.as_written(cells, name).isin(answered)
            frame[name] = turned_levels.mask(has_answer, frame[name])
            self.told.add(problem, "Bring levels that run upward, 1 = entry, if this is wrong.", "warning", "job_level")

    def days_of(self, name: str) -> pd.Series:
        """The days of a column that is read beside those of the contract, empty where there is none."""
        return typed_columns.clean(self.cells_of(name), name, fields.Field("date"), self.given).values

    def notices(self) -> list[Problem]:
        """The problems of the sheet as a whole."""
        return []

    def _keep_level_words(self, frame: pd.DataFrame) -> None:
        """Store the text each level was read from in a column of its own."""
        for name in (name for name in job_levels.FIELDS if name in frame and name in self.layout.columns):
            words = job_levels.as_written(self.cells_of(name), name)
            if len(words) > len(frame):
                words = words.take(np.flatnonzero(np.isin(self._numbers(), frame["row_number"])))
            frame[job_levels.WRITTEN] = words.array

    def _numbers(self) -> np.ndarray:
        return self.rows if self.sheet.columns_from is None else self.positions

    def _typed(self) -> pd.DataFrame:
        values: dict[str, pd.Series] = {"row_number": pd.Series(self._numbers(), dtype="int64")}
        brought = [name for name in self.fields if name in self.layout.columns]
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            typed = threads.map(
                lambda name: typed_columns.clean(self.cells_of(name), name, self.fields[name], self.given), brought
            )
            for name, cleaned in zip(brought, typed, strict=True):
                self.told.column(name, self.fields[name], cleaned)
                values[name] = cleaned.values
        if self.layout.table != "employees":
            self._fill_by_name(values)
        return pd.DataFrame(values)

    def _fill_by_name(self, values: dict[str, pd.Series]) -> None:
        """Fill empty ids with the name or e-mail beside them; the load resolves those to ids later."""
        for identity, names in STAND_INS[self.layout.table or ""].items():
            for name in names:
                if identity in values and name in self.layout.columns:
                    cleaned = typed_columns.clean(self.cells_of(name), identity, self.fields[identity], self.given)
                    values[identity] = values[identity].fillna(cleaned.values)

    def _conversion_context(self) -> typed_columns.ConversionContext:
        dated = [name for name, what in self.fields.items() if what.kind == "date" and name in self.layout.columns]
        order, proof = typed_columns.said_order([(self.told.headings[name], self.cells_of(name)) for name in dated])
        order, proof = (self.order, "") if self.order else (order, proof)
        words = {(name, value_words.plain(word)): means for (name, word), means in self.words.items()}
        return typed_columns.ConversionContext(self.loaded_on, order, proof, words)
