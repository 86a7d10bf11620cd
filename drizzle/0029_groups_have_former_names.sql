CREATE TABLE "former_groups" (
	"id" bigint PRIMARY KEY NOT NULL,
	"name" text collate "und-x-icu" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_slugs" (
	"slug" text collate "C" PRIMARY KEY NOT NULL,
	"group_id" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "group_slugs" ADD CONSTRAINT "group_slugs_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_slugs_group_id_idx" ON "group_slugs" USING btree ("group_id");