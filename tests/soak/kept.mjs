// What stands in the Shelves' SQLite while no edge runs. To ask the edge would prove less: it asks upstream for what it
// lacks, so that a parcel which was lost is there again before anybody sees that it was.
import assert from "node:assert/strict";
import { SHELVES, operate, shelfOf } from "./surgeon.mjs";
import { pathOf, told } from "./truth.mjs";
import { journey } from "../../pkg/core-node.js";

const TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'parcel'";

/** Hands over every parcel that is kept: its path, its row and the function that works on its Shelf. */
export async function eachKept(state, see) {
  await operate(state, async (on) => {
    for (const shelf of SHELVES) {
      const [[isThere]] = await on(shelf, TABLE);
      const [rows] = isThere ? await on(shelf, "SELECT * FROM parcel") : [[]];
      for (const row of rows) {
        assert.equal(shelfOf(row.key), shelf, `${row.key} is in another Shelf`);
        await see(`/journeys/${row.key}`, row, (sql, ...binds) => on(shelf, { sql, binds }));
      }
    }
  });
}

/**
 * Compares the Shelves with rows of the sandbox: `equal` counts those that are the same, `missing` names what is in no
 * Shelf, `differing` what is otherwise, and `others` what the sandbox has not.
 */
export async function compare(state, rows, see = () => {}) {
  const wanted = new Map(rows.map((row) => [pathOf(row), row]));
  const found = { equal: 0, missing: [], differing: [], others: [] };
  await eachKept(state, async (path, row, run) => {
    const other = wanted.get(path);
    wanted.delete(path);
    if (!other) found.others.push(path);
    else if (told(journey(other)) === told(JSON.parse(row.journey))) found.equal += 1;
    else found.differing.push(path);
    await see(path, row, run);
  });
  found.missing = [...wanted.keys()];
  return found;
}
