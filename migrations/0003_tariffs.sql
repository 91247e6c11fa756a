-- 0003_tariffs.sql
-- Why: a bill is priced by a tariff order, and must stay explicable when the order has long changed. So
-- each version keeps the text it was read from; a version that is wrong gets a higher revision, never an edit.

CREATE TABLE tariff (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  name_fold  TEXT NOT NULL,
  service    TEXT NOT NULL CHECK (service IN ('electricity', 'water', 'gas', 'sewer')),
  active     INTEGER NOT NULL CHECK (active IN (0, 1)),
  version    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tariff_name ON tariff (name_fold);

-- What was stored stays: text is the file, sha256 its digest. Of one valid_from_on the highest revision rules.
CREATE TABLE tariff_version (
  id             INTEGER PRIMARY KEY,
  tariff_id      INTEGER NOT NULL REFERENCES tariff (id),
  valid_from_on  TEXT NOT NULL,
  revision       INTEGER NOT NULL CHECK (revision > 0),
  text           TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  note           TEXT NOT NULL,
  person_id      INTEGER NOT NULL REFERENCES person (id),
  stored_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tariff_version_once ON tariff_version (tariff_id, valid_from_on, revision);

CREATE TRIGGER tariff_version_is_never_changed BEFORE UPDATE ON tariff_version
BEGIN SELECT RAISE(ABORT, 'tariff versions are append-only'); END;
CREATE TRIGGER tariff_version_is_never_deleted BEFORE DELETE ON tariff_version
BEGIN SELECT RAISE(ABORT, 'tariff versions are append-only'); END;

-- Who is on a plan: counted in lists, streamed by the simulator. Plans are named by text on the account, which
-- may be spelled in several ways; the few spellings are folded in the program.
CREATE INDEX account_tariff ON account (tariff, id) WHERE status <> 'closed';
