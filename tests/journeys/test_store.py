"""What a tablet holds: whole transactions or nothing, found again after a lost connection and by a later version."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.tablets import Server

pytestmark = pytest.mark.journey

FIRST_VERSION = """async () => {
  const opening = indexedDB.open("field.ann", 10);
  opening.onupgradeneeded = () => {
    const lay = (name, keyPath, indexes) => {
      const table = opening.result.createObjectStore(name, { keyPath });
      for (const [index, path] of Object.entries(indexes)) table.createIndex(index, path);
    };
    lay("ops", "id", { "[status+seq]": ["status", "seq"], status: "status", audit: "audit" });
    lay("photos", "id", { audit: "audit", status: "status" });
    lay("chunks", ["photo", "n"], { photo: "photo" });
    lay("view", ["audit", "target", "name"], { audit: "audit" });
    lay("drafts", ["audit", "target"], {});
    lay("meta", "key", {});
  };
  await new Promise((done) => { opening.onsuccess = done; });
  const writing = opening.result.transaction("ops", "readwrite");
  writing.objectStore("ops").add({ id: "kept", status: "queued", seq: 1, audit: "a" });
  await new Promise((done) => { writing.oncomplete = done; });
  opening.result.close();
}"""
"""How the tables were laid when the first tablets went out."""


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    page = browser.new_context().new_page()
    page.goto(f"{server.url}/health")
    yield page
    page.context.close()


def run(page: Page, body: str) -> Any:
    """What `body` returns, which has a person's `store`."""
    return page.evaluate(
        'async () => { const { Store } = await import("/s/any/js/shell/store.js");'
        f'const store = new Store("ann"); {body} }}'
    )


FOUR = """
for (const row of ["a 3 queued x", "b 1 queued y", "c 2 queued x", "d 4 sent z"]) {
  const [id, seq, status, audit] = row.split(" ");
  await store.ops.add({ id, seq: Number(seq), status, audit });
}
"""


def test_what_the_first_version_kept_is_read(page: Page) -> None:
    page.evaluate(FIRST_VERSION)
    assert run(page, 'return store.ops.all("status", "queued")') == [
        {"id": "kept", "status": "queued", "seq": 1, "audit": "a"}
    ]


def test_tables_are_laid_as_the_first_version_laid_them(page: Page) -> None:
    laid = """async (name) => {
      const database = await new Promise((done) => {
        const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result);
      });
      const found = [...database.objectStoreNames].map((table) => {
        const store = database.transaction(table).objectStore(table);
        return [table, store.keyPath, [...store.indexNames].map((one) => [one, store.index(one).keyPath])];
      });
      database.close();
      return [database.version, found];
    }"""
    page.evaluate(FIRST_VERSION)
    first = page.evaluate(laid, "field.ann")
    page.evaluate("""async () => {
      const { Store } = await import("/s/any/js/shell/store.js");
      await new Store("ben").meta.get("any");
    }""")
    assert page.evaluate(laid, "field.ben") == first


def test_a_write_that_fails_half_way_leaves_nothing(page: Page) -> None:
    failed = run(page, """
      await store.ops.add({ id: "a", status: "queued", seq: 1, audit: "x" });
      return store.write(["ops", "meta"], ({ ops, meta }) => {
        meta.put({ key: "seq", value: 2 });
        ops.add({ id: "a", status: "queued", seq: 2, audit: "x" });
      }).then(() => "kept", (error) => error.name);
    """)  # fmt: skip
    assert failed == "ConstraintError"
    assert run(page, 'return [await store.meta.all(), (await store.ops.get("a")).seq]') == [[], 1]


def test_what_throws_between_two_writes_leaves_nothing(page: Page) -> None:
    failed = run(page, """
      return store.write(["meta"], async ({ meta }) => {
        await meta.put({ key: "seq", value: 2 });
        throw new Error("no more");
      }).then(() => "kept", (error) => error.message);
    """)  # fmt: skip
    assert failed == "no more"
    assert run(page, "return store.meta.all()") == []


def test_rows_come_in_the_order_of_an_index_and_no_more_than_asked(page: Page) -> None:
    found = run(page, FOUR + """
      const queued = IDBKeyRange.bound(["queued"], ["queued", []]);
      return (await store.ops.all("[status+seq]", queued, 2)).map(({ id }) => id);
    """)  # fmt: skip
    assert found == ["b", "c"]


def test_the_keys_of_an_index_are_named_once_each(page: Page) -> None:
    assert run(page, FOUR + 'return store.ops.distinct("audit")') == ["x", "y", "z"]


def test_an_update_changes_the_fields_it_names_and_makes_no_row(page: Page) -> None:
    found = run(page, FOUR + """
      await store.ops.update("a", { status: "sent" });
      await store.ops.update("nobody", { status: "sent" });
      return (await store.ops.all("status", "sent")).map(({ id, seq }) => [id, seq]);
    """)  # fmt: skip
    assert found == [["a", 3], ["d", 4]]


def test_a_connection_that_was_lost_is_opened_again_and_the_write_is_kept(page: Page) -> None:
    kept = run(page, """
      await store.meta.put({ key: "seq", value: 1 });
      (await store.open()).close();
      await store.write(["meta"], ({ meta }) => { meta.put({ key: "seq", value: 2 }); });
      return (await new Store("ann").meta.get("seq")).value;
    """)  # fmt: skip
    assert kept == 2


def test_a_store_gives_way_to_a_later_version(page: Page) -> None:
    assert run(page, """
      await store.meta.put({ key: "seq", value: 1 });
      return new Promise((done) => {
        const asked = indexedDB.open(store.name, 20);
        asked.onsuccess = () => { asked.result.close(); done("opened"); };
        asked.onblocked = () => done("blocked");
      });
    """) == "opened"  # fmt: skip
