-- A version that was taken again says which one it was: until now only its fact knew.
alter table template_version
  add column restored_from integer check (restored_from < number),
  add foreign key (workspace_id, template_id, restored_from)
    references template_version (workspace_id, template_id, number);
update template_version v set restored_from = (saved.data ->> 'restoredFrom')::integer
from fact saved
where saved.workspace_id = v.workspace_id and saved.thing = 'template' and saved.thing_id = v.template_id
  and saved.kind = 'template_version_saved' and saved.data ? 'restoredFrom'
  and saved.data ->> 'templateVersionId' = v.id::text;
