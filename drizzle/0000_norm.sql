CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
--> statement-breakpoint
-- The look-up form of a text: compatibility forms folded, accents dropped, lower case by the root ICU collation.
-- Declared immutable because dictionary and collation are named; both are fixed for an installation.
CREATE FUNCTION norm(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary, pg_catalog.normalize(t, 'NFKC')) COLLATE "und-x-icu")
$$;
