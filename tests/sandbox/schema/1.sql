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
