-- What a generation holds. Field names and meanings: docs/data-contract.md.
-- Every table states its grain. Ids are text and keep their leading zeros.
-- A table that says something of a person has a column by which an erasure reaches it: those that traces.py lists.

-- One row per setting of this company (schema_version, observed_from, disappeared_are_leavers, …).
create table settings (
    name  text primary key,
    value text
);

-- One row per load, oldest first. `mapping` is JSON. An undone load stays listed, with the moment it was undone.
create table loads (
    load_id   integer primary key,
    loaded_at timestamp not null,
    loaded_by text not null,
    mapping   text,
    undone_at timestamp
);

-- One row per uploaded file of a load; the bytes are kept in uploads/LOAD_ID/.
create table load_files (
    load_id integer not null,
    file    text not null,
    sha256  text not null,
    bytes   bigint not null
);

-- One row per load and table: how many rows came in and what they did.
create table load_tables (
    load_id    integer not null,
    table_name text not null,
    rows_read  bigint not null,
    added      bigint not null,
    changed    bigint not null,
    unchanged  bigint not null,
    left_out   bigint not null
);

-- One row per problem told at a load, also for rows that were left out.
create table load_problems (
    load_id    integer not null,
    file       text,
    sheet      text,
    row_number bigint,
    column_name text,
    cell       text,
    value      text,
    severity   text not null,         -- error, warning
    left_out   boolean not null,
    problem    text not null,
    remedy     text not null
);

-- One row per roster day of a load: which employee fields that file brought.
create table rosters (
    load_id        integer not null,
    as_of          date not null,
    as_of_assumed  boolean not null,  -- nobody said the day; taken from the data
    fields_given   text[] not null
);

-- One row per person, employment and roster, as it came in.
create table roster_rows (
    load_id            integer not null,
    as_of              date not null,
    employee_id        text not null,
    hire_date          date not null,
    termination_date   date,
    termination_type   text,
    termination_reason text,
    full_name          text,
    birth_date         date,
    gender             text,
    business_unit      text,
    department         text,
    location           text,
    country            text,
    job_family         text,
    job_title          text,
    job_level          integer,
    track              text,
    track_derived      boolean not null default false,
    manager_id         text,
    base_salary        decimal(18, 2),
    currency           text,
    fte                decimal(5, 4),
    performance_rating integer,
    potential_rating   integer,
    flight_risk        text,
    career_preference  text,
    level_as_written text             -- what the file said for the level
);

-- One row per person and employment (a rehire is a second row): for each field the newest roster that brought it.
-- That it is one row is checked when it is made: an index that did so would be a quarter of the file.
create table employees (
    employee_id        text not null,
    hire_date          date not null,
    termination_date   date,
    termination_type   text,
    termination_reason text,
    full_name          text,
    birth_date         date,
    gender             text,
    business_unit      text,
    department         text,
    location           text,
    country            text,
    job_family         text,
    job_title          text,
    job_level          integer,
    track              text,
    track_derived      boolean not null default false,
    manager_id         text,
    base_salary        decimal(18, 2),
    currency           text,
    fte                decimal(5, 4),
    performance_rating integer,
    potential_rating   integer,
    flight_risk        text,
    career_preference  text
);

-- One row per event in somebody's employment: the values after it; empty means unchanged.
create table job_history (
    employee_id    text not null,
    effective_date date not null,
    sequence       integer not null,  -- order within the day, from the file
    action         text not null,
    track          text,
    job_level      integer,
    job_title      text,
    job_family     text,
    business_unit  text,
    manager_id     text,
    base_salary    decimal(18, 2),
    load_id        integer not null,
    termination_type   text,          -- of a termination
    termination_reason text,
    level_as_written text             -- what the file said for the level
);

-- One row per offer made.
create table promotion_offers (
    offer_id       text not null primary key,
    employee_id    text not null,
    offered_on     date not null,
    decided_on     date,
    outcome        text not null,
    offered_track  text,
    offered_level  integer,
    offered_title  text,
    role_id        text,
    decline_reason text,
    load_id        integer not null,
    level_as_written text             -- what the file said for the level
);

-- One row per role (a position, not a job), as the newest load has it.
create table critical_roles (
    role_id         text not null primary key,
    title           text not null,
    business_unit   text,
    location        text,
    job_family      text,
    job_level       integer,
    track           text not null,
    incumbent_id    text,
    incumbent_since date,
    criticality     integer,
    vacant_since    date,
    load_id         integer not null,
    level_as_written text             -- what the file said for the level
);

-- One row per role and change of incumbent, seen from one load of the roles to the next. Empty incumbent = vacant.
create table role_incumbents (
    role_id         text not null,
    incumbent_id    text,
    incumbent_since date,
    known_from      date not null,    -- the day from which this incumbent is known to hold the role
    load_id         integer not null
);

-- One row per nomination.
create table successors (
    role_id      text not null,
    employee_id  text not null,
    readiness    text not null,
    nominated_on date,
    removed_on   date,
    rank         integer,
    willing      text,
    emergency    boolean,
    load_id      integer not null
);

-- One row per activity that is growth and not a promotion.
create table growth_activities (
    employee_id text not null,
    occurred_on date not null,
    kind        text not null,
    detail      text,
    load_id     integer not null
);

-- Derived at load time; pages only read them.

-- One row per stretch of an employment in which nothing that is counted changed; half-open in days.
create table employment_spells (
    employee_id   text not null,
    hire_date     date not null,      -- the employment
    spell_start   date not null,
    spell_end     date,
    track         text not null,      -- ic, manager, unknown
    job_level     integer,
    business_unit text,
    department    text,
    location      text,
    country       text,
    job_family    text,
    gender        text,
    generation    text,
    end_reason    text not null,      -- exit_voluntary, exit_involuntary, exit_retirement, exit_other, exit_unknown, change, open
    assumed       boolean not null,   -- track or level not backed by history
    track_derived boolean not null,   -- track comes from reporting lines
    left_on       date,               -- the last day of the employment, where it has ended
    left_as       text,               -- voluntary, involuntary, retirement, other, unknown; empty while employed
    birth_date    date                -- as the employment has it
);

-- The spells of everybody who holds or is named for a critical role, or was made an offer: few of many.
-- Same grain and columns as employment_spells; metrics about roles and offers read it instead.
create table watched_spells (
    employee_id   text not null,
    hire_date     date not null,
    spell_start   date not null,
    spell_end     date,
    track         text not null,
    job_level     integer,
    business_unit text,
    department    text,
    location      text,
    country       text,
    job_family    text,
    gender        text,
    generation    text,
    end_reason    text not null,
    assumed       boolean not null,
    track_derived boolean not null,
    left_on       date,
    left_as       text,
    birth_date    date
);

-- The spells of everybody who holds or is named for a critical role. Same grain and columns as employment_spells.
create table bench_spells (
    employee_id   text not null,
    hire_date     date not null,
    spell_start   date not null,
    spell_end     date,
    track         text not null,
    job_level     integer,
    business_unit text,
    department    text,
    location      text,
    country       text,
    job_family    text,
    gender        text,
    generation    text,
    end_reason    text not null,
    assumed       boolean not null,
    track_derived boolean not null,
    left_on       date,
    left_as       text,
    birth_date    date
);

-- One row per roster that asked and person in bench_spells: what they said they want next.
create table watched_wishes (
    employee_id       text not null,
    hire_date         date not null,
    as_of             date not null,
    load_id           integer not null,
    career_preference text
);

-- One row per offer and moment at whose end the person was in service: the spell they were in then.
create table offer_spells (
    offer_id      text not null,
    moment        text not null,      -- offered, decided, before (the day before the offer, or the day of it for who was hired then)
    day           date not null,      -- of the offer, or of the answer
    hire_date     date not null,
    track         text not null,
    job_level     integer,
    business_unit text,
    department    text,
    location      text,
    country       text,
    job_family    text,
    gender        text,
    generation    text,
    assumed       boolean not null,
    track_derived boolean not null,
    left_on       date,
    left_as       text
);

-- One row per stretch of an employment on one track; the group values are those of its first day.
create table track_runs (
    employee_id   text not null,
    hire_date     date not null,
    run_start     date not null,
    run_end       date,
    track         text not null,
    job_level     integer,
    business_unit text,
    department    text,
    location      text,
    country       text,
    job_family    text,
    gender        text,
    generation    text,
    end_reason    text not null,      -- exit_…, change (of track), open
    assumed       boolean not null,
    track_derived boolean not null,
    left_on       date,
    left_as       text,
    track_before  text,               -- of the run before in the same employment, and its first day
    before_from   date,
    track_after   text                -- of the run after it
);

-- One row per person and manager, from–to (half-open in days).
create table reports_to (
    employee_id text not null,
    hire_date   date not null,
    manager_id  text not null,
    from_date   date not null,
    to_date     date
);

-- One row per event that was not used when the spells were built, with the reason.
create table ignored_events (
    employee_id    text not null,
    effective_date date not null,
    action         text not null,
    reason         text not null
);

-- One row per employment that stands in one roster and is missing, without a termination date, from the next.
create table disappeared (
    employee_id  text not null,
    hire_date    date not null,
    last_seen    date not null,
    missing_from date not null
);
