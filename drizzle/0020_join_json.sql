-- Several objects as one; of a key that stands in more than one, any counts.
CREATE AGGREGATE jsonb_join(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}', PARALLEL = SAFE);
