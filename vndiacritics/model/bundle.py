"""The compiled model: a folder of tables, loaded together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from vndiacritics.model import capitals, cloze, language_model, store, topics
from vndiacritics.model import channel as channels
from vndiacritics.model import lexicon as lexicons
from vndiacritics.model.capitals import Capitals
from vndiacritics.model.channel import Channel
from vndiacritics.model.checksum import DATA, SUFFIX, checksum
from vndiacritics.model.cloze import Cloze
from vndiacritics.model.language_model import LanguageModel
from vndiacritics.model.lexicon import Lexicon
from vndiacritics.model.spelling import Spelling
from vndiacritics.model.topics import Topics
from vndiacritics.profiles.chain import ProfileModel
from vndiacritics.profiles.profile import DROPPED_LETTERS


@dataclass
class Bundle:
    """What a restorer knows.

    Attributes:
        folder: where the tables lie.
        language_model: P(symbol | history).
        profiles: distributions of word kinds by profile.
        spelling: P(spelling) of words that are no syllables.
        lexicon: symbols, abbreviations, words.
    """

    folder: Path
    language_model: LanguageModel
    profiles: ProfileModel
    spelling: Spelling
    lexicon: Lexicon
    _channels: dict[str, Channel] = field(default_factory=dict)

    def channel(self, table: str) -> Channel:
        """Return a channel by the name of its table (`Profile.table`), loaded when first needed.

        Raises:
            ModelError: the folder has no such table, or it is damaged.
        """
        found = self._channels.get(table)
        if found is None:
            found = self._channels[table] = channels.load(self.folder / f"{table}{SUFFIX}")
        return found

    def capitals(self) -> Capitals:
        """Return the capitals of words that lost their first letter.

        Raises:
            ModelError: the folder has no such table, or it is damaged.
        """
        return capitals.load(self.folder / f"{DROPPED_LETTERS.table}{SUFFIX}")

    @cached_property
    def topics(self) -> Topics:
        """The topics of texts, loaded when first needed; none in a folder without a table.

        Raises:
            ModelError: the table is damaged.
        """
        path = self.folder / f"{topics.KIND}{SUFFIX}"
        index = self.language_model.index
        return topics.load(path, index) if path.exists() else topics.none(index)

    @cached_property
    def cloze(self) -> Cloze | None:
        """What fits in a gap, loaded when first needed; None in a folder without a table.

        Raises:
            ModelError: the table is damaged.
        """
        path = self.folder / f"{cloze.KIND}{SUFFIX}"
        return cloze.load(path, self.language_model.index) if path.exists() else None

    def checksum(self) -> str:
        """Return the name of the tables' content; see `checksum.checksum`."""
        return checksum(self.folder)


def load(folder: Path | None = None) -> Bundle:
    """Load a compiled model, the built-in one by default.

    Raises:
        ModelError: a table is missing, foreign or damaged.
    """
    folder = folder or DATA
    profiles = store.read(folder / f"profiles{SUFFIX}", "profiles")
    return Bundle(
        folder,
        language_model.load(folder / f"language-model{SUFFIX}"),
        ProfileModel(profiles.arrays["costs"]),
        Spelling(profiles.arrays["spelling"]),
        lexicons.load(folder / f"lexicon{SUFFIX}"),
    )
