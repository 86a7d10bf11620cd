CREATE TABLE "recovery_codes" (
	"user_id" bigint NOT NULL,
	"hash" text collate "C" NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_user_id_hash_pk" PRIMARY KEY("user_id","hash")
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"last_step" integer,
	"confirmed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "two_factor_roles" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "inactive_after_months" smallint;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "copy_kinds" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "activated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_two_factor_roles_check" CHECK ("settings"."two_factor_roles" <@ array['administrator', 'credit_manager', 'collector', 'sales_manager', 'sales_administration', 'financial_controller', 'executive', 'guest']);--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_inactive_after_months_check" CHECK ("settings"."inactive_after_months" between 1 and 60);--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_copy_kinds_check" CHECK ("settings"."copy_kinds" <@ array['sales', 'sales_administration', 'customer_service', 'dispute_resolver', 'other']);