DROP INDEX "customers_collector_id_idx";--> statement-breakpoint
CREATE INDEX "customers_collector_id_idx" ON "customers" USING btree ("collector_id","code","id");