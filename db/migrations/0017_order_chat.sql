-- What people say to each other about an order: the manager of its deal, supervisors, and who works on it.

-- One a chat: how many messages it has had. Its row is locked by whoever writes, so numbers have no gaps and stand in
-- the order of the commits: "read up to 12" means each one before it too.
create table order_chat (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  last_number integer not null default 0,
  primary key (workspace_id, id),
  unique (workspace_id, order_id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id)
);

create table order_message (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  number integer not null,
  by_member uuid not null,
  -- stays when the message is taken away: the author may bring it back
  text text not null,
  at timestamptz not null,
  edited_at timestamptz,
  removed boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, order_id, number),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, by_member) references member (workspace_id, id)
);
-- what was said lately, in all chats: who has not read it yet?
create index order_message_lately on order_message (workspace_id, at);

create table order_message_mention (
  workspace_id uuid not null references workspace,
  id uuid not null,
  message_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, id),
  unique (workspace_id, message_id, member_id),
  foreign key (workspace_id, message_id) references order_message (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

-- How far a member has read a chat.
create table order_chat_reader (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  member_id uuid not null,
  read_to integer not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, order_id, member_id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['order_chat', 'order_message', 'order_message_mention', 'order_chat_reader'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
-- a message that is said anew may mention others; the facts keep that it was changed
grant delete on order_message_mention to treadle_app;
