CREATE INDEX "contacts_role_idx" ON "contacts" USING btree ("role");--> statement-breakpoint
CREATE INDEX "contacts_our_role_idx" ON "contacts" USING btree ("our_role") WHERE our_role is not null;--> statement-breakpoint
CREATE INDEX "contacts_in_copy_idx" ON "contacts" USING btree ("customer_id") WHERE in_copy;--> statement-breakpoint
CREATE INDEX "people_no_email_idx" ON "people" USING btree ("id") WHERE email is null;--> statement-breakpoint
CREATE INDEX "people_language_idx" ON "people" USING btree ("language") WHERE language is not null;