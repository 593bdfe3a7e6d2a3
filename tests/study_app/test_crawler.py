"""No page of a shipped study tells the arm, an explanation's or an image's name, or an answer before it is given."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from stimuli.manifest import Asset
from study_app import study_folder, tasks
from tests.study_app.crawling import Crawl, Reply, Walk, crawled
from tests.study_app.telling import Authored, anywhere, word

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - thousands of small commits; where there is none, any disk will do
ADDRESS = re.compile(r'(?:src|href|action|data-ahead)="([^"]*)"')
KNOWN_ADDRESS = re.compile(
    r"/static/[a-z-]+\.(css|mjs|svg)|/assets/[0-9a-f]{64}\.(webp|png|jpg)|/session(/stop|/ahead|/[0-9a-f]{32}/[a-z_0-9]+)?"
    r"|/s/[a-z-]+|mailto:[^ ]+|#[a-z-]*|data:,"
)
CANDIDATES = re.compile(r'srcset="([^"]*)"')
PICTURE = re.compile(r"/assets/([0-9a-f]{64})")
TOKEN = re.compile(r"\b[0-9a-f]{32}\b")


@pytest.fixture(scope="module", params=study_folder.shipped())
def crawl(request: pytest.FixtureRequest, empty_database: bytes) -> Iterator[Crawl]:
    with TemporaryDirectory(prefix="crawl-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None) as folder:
        yield crawled(request.param, Path(folder), empty_database)


def whole(reply: Reply) -> str:
    return "\n".join([reply.text, *(f"{name}: {value}" for name, value in reply.headers)])


def addresses(html: str) -> Iterator[str]:
    """Every address on a page; pictures in all sizes."""
    for written in ADDRESS.findall(html):
        yield from written.split()
    for written in CANDIDATES.findall(html):
        yield from (candidate.split()[0] for candidate in written.split(","))


def hashes(assets: Iterable[Asset]) -> set[str]:
    """Of all files of those pictures."""
    return {file.sha256 for asset in assets for file in asset.files}


def walked(crawl: Crawl) -> Iterator[tuple[Walk, Reply]]:
    for walk in crawl.walks.values():
        for reply in walk.replies:
            yield walk, reply


def test_every_arm_is_walked_to_its_end(crawl: Crawl) -> None:
    assert {walk.participant.outcome for walk in crawl.walks.values()} == {"completed"}
    n_pages = {arm: sum(reply.plan is not None for reply in walk.replies) for arm, walk in crawl.walks.items()}
    assert len(set(n_pages.values())) == 1
    assert min(n_pages.values()) > 5


def test_no_page_names_an_arm_a_level_or_an_explanation(crawl: Crawl) -> None:
    study, authored = crawl.loaded.study, Authored(crawl.loaded)
    levels = {level for each in study.factors.values() for level in each.levels}
    within = {level for each in study.within.values() for level in each.levels}
    misled = {one.deception for one in study.conditions.values() if one.deception}
    names = {*study.arms, *study.factors, *levels, *study.within, *within, *misled, *crawl.methods}
    names |= set(crawl.loaded.material.stimuli.explanation_names)
    assert [
        (name, said) for _, reply in walked(crawl) for name in names for said in authored.told(word(name), whole(reply))
    ] == []


def test_no_page_names_an_image_or_an_item_or_says_what_is_correct(crawl: Crawl) -> None:
    stimuli, authored = crawl.loaded.material.stimuli, Authored(crawl.loaded)
    names = {*(one.image for one in stimuli.stimuli), *(one.id for one in stimuli.items), "correct"}
    wanted = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))), re.IGNORECASE)
    assert [said for _, reply in walked(crawl) for said in authored.told(wanted, whole(reply))] == []


def test_no_page_tells_the_seat_or_who_one_is_in_the_data(crawl: Crawl) -> None:
    for walk, reply in walked(crawl):
        who = walk.participant
        for secret in (who.seat_number, who.seat_block, who.pseudonym, who.token):
            assert secret is not None
            assert not word(str(secret)).search(whole(reply))


def test_the_cookie_holds_the_secret_of_the_session_and_nothing_else(crawl: Crawl) -> None:
    for walk in crawl.walks.values():
        token = walk.participant.token
        assert walk.cookie == {
            "_permanent": True,
            "open": token,
            "participants": {f"{crawl.loaded.name}/robot": token},
        }


def test_the_completion_code_comes_last(crawl: Crawl) -> None:
    for walk in crawl.walks.values():
        code = anywhere(walk.participant.completion_code)
        assert [bool(code.search(whole(reply))) for reply in walk.replies[:-1]] == [False] * (len(walk.replies) - 1)


def test_every_address_on_a_page_is_a_hash_a_token_or_the_same_for_all(crawl: Crawl) -> None:
    for _, reply in walked(crawl):
        for address in addresses(reply.text):
            assert KNOWN_ADDRESS.fullmatch(address.split("?")[0]), address


def test_no_explanation_is_loaded_before_the_page_that_shows_it(crawl: Crawl) -> None:
    """Before the answer an explanation is there only where its block says so; then it is loaded with the block."""
    material = crawl.loaded.material
    plain = hashes(one.asset for one in material.stimuli.stimuli)
    plain |= hashes(side.asset for item in material.stimuli.items for side in (item.left, item.right))
    of_blocks: dict[tuple[int, str], set[str]] = defaultdict(set)
    for walk, reply in walked(crawl):
        if reply.plan is not None and reply.stage == "answer":
            page = tasks.load(reply.plan.task).page(reply.plan, "answer", {}, material)
            of_blocks[id(walk), reply.plan.block] |= hashes(page.assets())
    for walk, reply in walked(crawl):
        if reply.plan is None:
            continue
        task = tasks.load(reply.plan.task)
        page = task.page(reply.plan, reply.stage, reply.given or {}, material)
        shown = hashes(page.assets()) | of_blocks[id(walk), reply.plan.block]
        assert set(PICTURE.findall(reply.text)) <= shown | plain
        options = task.options.model_validate(reply.plan.options)
        tells = task.explains_before_answer(options) or reply.plan.task == "learn"
        if reply.stage in ("answer", "confidence") and not tells:
            assert set(PICTURE.findall(reply.text)) <= plain


def test_before_the_feedback_the_true_class_stands_there_as_often_as_those_that_nobody_speaks_of(crawl: Crawl) -> None:
    material = crawl.loaded.material
    classes = material.study.items.classes
    for _, reply in walked(crawl):
        if reply.plan is None or reply.plan.image is None or not reply.is_before_feedback or reply.plan.task == "learn":
            continue
        stimulus = material.stimulus(reply.plan)
        n_times = Counter({label: len(word(label).findall(reply.text)) for label in classes})
        spoken_of = {str(value) for values in (reply.given or {}).values() for value in values.values()}
        spoken_of |= {stimulus.predicted} if reply.plan.task == "advise" else set()
        quiet = {n_times[label] for label in classes if label not in spoken_of}
        assert len(quiet) <= 1, (reply.plan.block, n_times)


def test_pictures_are_offered_in_several_sizes_and_their_addresses_are_looked_at(crawl: Crawl) -> None:
    pages = [reply.text for _, reply in walked(crawl) if PICTURE.search(reply.text)]
    assert len(pages) > 3
    assert all(len(set(PICTURE.findall("".join(CANDIDATES.findall(text))))) > 1 for text in pages)
    assert list(addresses('<source srcset="/a 48w, /b 96w"><img src="/c">')) == ["/c", "/a", "/b"]


def test_a_name_is_found_wherever_nobody_wrote_it(crawl: Crawl) -> None:
    authored = Authored(crawl.loaded)
    for told in ('<figure class="figure figure--placebo">', "<p>placebo</p>", 'data-arm="Placebo"', "/placebo.webp"):
        assert len(authored.told(word("placebo"), f"<main>{told}</main>")) == 1
    assert authored.told(word("none"), "<i>none</i> default-src 'none'; img-src 'self'") != []
    assert authored.told(word("none"), '<svg fill="none">') == []


def test_pages_without_an_explanation_are_the_same_in_every_arm(crawl: Crawl) -> None:
    """The first seats of all arms are asked the same in the same order; tokens apart, nothing differs."""
    stimuli = crawl.loaded.material.stimuli
    explanations = [made for one in stimuli.stimuli for made in one.explanations]
    of_arms = hashes(asset for made in explanations for asset in made.assets)
    of_arms |= hashes(made.graph.tiles for made in explanations if made.graph and made.graph.tiles)
    of_arms |= hashes(asset for pages in stimuli.class_pages.values() for asset in pages.values())
    pages = defaultdict[tuple[int, str], list[str]](list)
    for _, reply in walked(crawl):
        if reply.plan is not None:
            pages[reply.plan.position, reply.stage].append(TOKEN.sub("TOKEN", whole(reply)))
    plain = [texts for texts in pages.values() if not any(set(PICTURE.findall(text)) & of_arms for text in texts)]
    assert len(plain) > 3
    assert all(texts == [texts[0]] * len(crawl.walks) for texts in plain)
