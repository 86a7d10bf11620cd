DROP INDEX "associations_rule_id_idx";--> statement-breakpoint
CREATE INDEX "history_actor_id_idx" ON "history" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "associations_rule_id_idx" ON "associations" USING btree ("rule_id","customer_id") WHERE rule_id is not null;