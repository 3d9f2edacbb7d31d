//! A Shelf's tables, and how an older database becomes a newer one.

/// Statements that lead from each version to the next. What stands here is never changed, only
/// added to.
///
/// `parcel`: one row a parcel. `print` tells whether an answer brings anything new; `listed` that a
/// sync keeps it; `asked_at` when the question was asked whose answer this is, or when it came into
/// doubt since: answers to earlier questions are too old; `check_at` when it must be looked at by
/// itself. The journey stands last: what scans the table reads no overflow.
///
/// `place`: which parcels an order has, and by what its customer is known, as `asked_at` an answer
/// said that brought something new. `tomb`: what was here,
/// without data. `alias`: whose a number is, for those who do not know its carrier. `tried`: how
/// often somebody tried to prove that an order is theirs. `hinted`: of when the last hint at a
/// parcel is, and when it came. `promise`: the day the shop promised an order for, kept with the order;
/// `promised`: the same, kept with each of its parcels. `outbox`: what the shop is to be told.
///
/// `reason` and `since`, when stage or reason changed last, stand behind the journey, for they came
/// later: `parcel_trouble` holds all that is read of parcels in trouble.
pub(super) const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE parcel (
    key TEXT NOT NULL UNIQUE,
    v INTEGER NOT NULL,
    stage TEXT NOT NULL,
    print TEXT NOT NULL,
    order_id TEXT,
    listed INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL,
    missed_at INTEGER,
    check_at INTEGER NOT NULL,
    journey TEXT NOT NULL
);
CREATE INDEX parcel_check ON parcel (check_at);
CREATE TABLE place (
    order_id TEXT NOT NULL,
    key TEXT NOT NULL,
    proofs TEXT NOT NULL,
    PRIMARY KEY (order_id, key)
) WITHOUT ROWID;
CREATE TABLE tomb (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE alias (
    number TEXT PRIMARY KEY,
    carrier TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
",
    "
CREATE TABLE tried (
    order_id TEXT PRIMARY KEY,
    state TEXT NOT NULL
) WITHOUT ROWID;
",
    "
CREATE TABLE hinted (
    key TEXT PRIMARY KEY,
    time INTEGER NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
",
    "
ALTER TABLE parcel ADD COLUMN reason TEXT;
ALTER TABLE parcel ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE parcel SET since = changed_at,
    reason = CASE WHEN json_valid(journey) THEN json_extract(journey, '$.reason') END;
CREATE INDEX parcel_trouble ON parcel (since, key, stage, reason, order_id)
    WHERE stage IN ('exception', 'attempt_failed', 'expired', 'not_found');
",
    "
CREATE TABLE promise (
    order_id TEXT PRIMARY KEY,
    date TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE promised (
    key TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    date TEXT NOT NULL
) WITHOUT ROWID;
",
    "
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX outbox_at ON outbox (at);
CREATE INDEX outbox_made ON outbox (made_at);
",
    "
ALTER TABLE place ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
",
];
