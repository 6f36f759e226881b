-- Templates in full: norms that name an item, stages that an upsell switches on, attributes asked at order.

-- what is asked at order of this item: [{"name", "kind": number | text | choice, "unit", "choices", "required"}]
alter table item add column asked jsonb not null default '[]';

alter table template_reference
  add column item_id uuid,
  add column upsell_id uuid,
  add foreign key (workspace_id, item_id) references item (workspace_id, id),
  add foreign key (workspace_id, upsell_id) references upsell (workspace_id, id),
  drop constraint template_reference_check,
  add check (
    num_nonnulls(variant_id, item_id, upsell_id, warehouse_id, member_id, trade_id, deal_status_id) = 1
  );
