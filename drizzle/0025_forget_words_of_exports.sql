-- Words that were searched for may be somebody's name. Entries of exports keep none since; here those of before lose theirs.
SELECT set_config('encours.rewrite_history', 'on', true);--> statement-breakpoint
UPDATE history
SET new = new || jsonb_build_object('searched', true, 'place', regexp_replace(regexp_replace(regexp_replace(
  new ->> 'place', '([?&])q=[^&]*', '\1', 'g'), '([?&])&+', '\1', 'g'), '[?&]+$', ''))
WHERE action = 'export.made' AND new ->> 'place' ~ '[?&]q=';--> statement-breakpoint
SELECT set_config('encours.rewrite_history', 'off', true);
