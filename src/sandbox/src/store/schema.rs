//! Tables, and how an older database becomes a newer one.

/// Statements that lead from each version to the next; the version is how many have been run.
/// What stands here is never changed, only added to.
pub(super) const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE parcel (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    number TEXT NOT NULL,
    carrier TEXT NOT NULL,
    story TEXT NOT NULL,
    start INTEGER NOT NULL,
    manual TEXT,
    created_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    fields TEXT NOT NULL,
    order_id TEXT,
    ordered_at INTEGER,
    status TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    UNIQUE (key, carrier)
);
CREATE INDEX parcel_created ON parcel (created_at);
CREATE INDEX parcel_updated ON parcel (updated_at);
CREATE INDEX parcel_status ON parcel (status, created_at);
CREATE INDEX parcel_order ON parcel (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX parcel_ordered ON parcel (ordered_at) WHERE ordered_at IS NOT NULL;
CREATE INDEX parcel_next ON parcel (next_at);
CREATE TABLE step (
    story TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER,
    status TEXT NOT NULL,
    PRIMARY KEY (story, at)
) WITHOUT ROWID;
",
    "
ALTER TABLE parcel ADD COLUMN stopped_at INTEGER;
CREATE TABLE client (
    address TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX client_seen ON client (seen_at);
CREATE TABLE looked (
    key TEXT NOT NULL,
    carrier TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (key, carrier)
) WITHOUT ROWID;
CREATE INDEX looked_at ON looked (at);
",
    "
CREATE TABLE hook (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    url TEXT NOT NULL,
    email TEXT NOT NULL,
    waiting INTEGER NOT NULL,
    dropped INTEGER NOT NULL
);
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    carrier TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    outcome TEXT,
    sent_at INTEGER,
    due_at INTEGER
);
CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE TRIGGER parcel_news AFTER UPDATE OF status ON parcel WHEN new.status <> old.status BEGIN
    INSERT INTO delivery (key, carrier, status, attempts, due_at)
        SELECT new.key, new.carrier, new.status, 0, 0 FROM hook WHERE waiting < 1000;
    UPDATE hook SET dropped = dropped + (waiting >= 1000), waiting = min(waiting + 1, 1000);
END;
",
];

/// The table of single values, which holds the version itself.
pub(super) const META: &str =
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";
