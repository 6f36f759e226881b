-- Done on a shared tablet without network, by whoever was chosen from the faces: nobody could ask who they are.
alter table fact add column unchecked boolean not null default false;
