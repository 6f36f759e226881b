import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import { changeSubcontractor } from "#commands/subcontracting/change-subcontractor.ts";
import { setSubcontractorPrice } from "#commands/subcontracting/set-subcontractor-price.ts";
import { listSubcontractors } from "#modules/subcontracting/views/list-subcontractors.ts";
import { showOrderSubcontractors } from "#modules/production/views/show-order-subcontractors.ts";
import { showSubcontractor } from "#modules/subcontracting/views/show-subcontractor.ts";
import { showSubcontractorHistory } from "#modules/subcontracting/views/show-subcontractor-history.ts";

export const subcontractingDoors = {
  commands: { addSubcontractor, changeSubcontractor, setSubcontractorPrice },
  views: { listSubcontractors, showSubcontractor, showSubcontractorHistory, showOrderSubcontractors },
};
