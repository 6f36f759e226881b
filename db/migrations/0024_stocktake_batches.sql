-- What was counted of which batch: [{batchId, counted, onHand}], the books of the same moment beside each.

alter table stocktake_line add column batches jsonb not null default '[]';
