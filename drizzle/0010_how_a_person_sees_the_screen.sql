ALTER TABLE "users" ADD COLUMN "density" text DEFAULT 'compact' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "shortcuts" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "customer_columns" text[];--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_density_check" CHECK ("users"."density" in ('compact', 'comfortable'));