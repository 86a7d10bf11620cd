CREATE TABLE "session_visits" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "idle_hours" smallint DEFAULT 12;--> statement-breakpoint
ALTER TABLE "session_visits" ADD CONSTRAINT "session_visits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_visits_seen_at_idx" ON "session_visits" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "session_visits_user_id_idx" ON "session_visits" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_idle_hours_check" CHECK ("settings"."idle_hours" between 1 and 168);