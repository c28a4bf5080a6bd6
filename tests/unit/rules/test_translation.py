"""A pack speaks another language, and what was made of it lives no longer than the pack."""

from __future__ import annotations

import gc
from datetime import date
from weakref import ref

from msgspec.structs import replace

from crasuite.language import PSEUDO, speaking
from crasuite.rules import load_pack
from crasuite.rules.pack_cache import packed, unpacked
from crasuite.rules.program import program_for
from crasuite.rules.translation import as_read, spoken

ON = date(2026, 11, 24)


def test_a_pack_is_spoken_once_and_leads_back_to_what_was_read() -> None:
    pack = load_pack()
    with speaking(PSEUDO):
        said = spoken(pack)
        assert said is spoken(pack) is spoken(said)
    assert said != pack
    assert as_read(said) is as_read(pack) is spoken(said) is pack


def test_what_is_made_of_a_pack_is_of_that_one_and_goes_with_it() -> None:
    pack = load_pack()
    with speaking(PSEUDO):
        other = spoken(pack)
    program = program_for(other, ON)
    assert program is program_for(other, ON) is not program_for(pack, ON)
    assert program.pack is other
    gone = ref(program)
    del pack, other, program
    gc.collect()
    assert gone() is None


def test_what_is_made_of_a_pack_is_in_no_file() -> None:
    pack = load_pack()
    size = len(packed(pack))
    program_for(pack, ON)
    assert len(packed(pack)) == size
    assert unpacked(packed(pack)) == pack
    assert replace(pack)._made == {}
