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
