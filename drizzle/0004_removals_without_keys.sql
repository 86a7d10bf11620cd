ALTER TABLE "association_removals" DROP CONSTRAINT "association_removals_customer_id_customers_id_fk";
--> statement-breakpoint
ALTER TABLE "association_removals" DROP CONSTRAINT "association_removals_user_id_users_id_fk";
