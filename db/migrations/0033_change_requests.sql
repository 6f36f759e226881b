-- What a customer asks to have made otherwise is said in the order's chat, and is open until somebody answers it.
alter table order_message
  add column asks_change boolean not null default false,
  add column change_outcome text check (change_outcome in ('made', 'declined')),
  add column change_answered_by uuid,
  add constraint order_message_answered check (
    (change_outcome is null or asks_change) and (change_outcome is null) = (change_answered_by is null)),
  add foreign key (workspace_id, change_answered_by) references member (workspace_id, id);
-- few are open at a time
create index order_message_open_change on order_message (workspace_id, at)
  where asks_change and change_outcome is null and not removed;
