import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import { addDealLine } from "#commands/crm/add-deal-line.ts";
import { addDealStatus } from "#commands/crm/add-deal-status.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { addTask } from "#commands/crm/add-task.ts";
import { changeCompany } from "#commands/crm/change-company.ts";
import { changeContact } from "#commands/crm/change-contact.ts";
import { changeDealLine } from "#commands/crm/change-deal-line.ts";
import { changeDealStatus } from "#commands/crm/change-deal-status.ts";
import { changeDeal } from "#commands/crm/change-deal.ts";
import { completeTask } from "#commands/crm/complete-task.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { removeDealLine } from "#commands/crm/remove-deal-line.ts";
import { shipDeal } from "#commands/crm/ship-deal.ts";
import { listCompanies } from "#modules/crm/views/list-companies.ts";
import { listContacts } from "#modules/crm/views/list-contacts.ts";
import { listDeals } from "#modules/crm/views/list-deals.ts";
import { listPipelines } from "#modules/crm/views/list-pipelines.ts";
import { listTasks } from "#modules/crm/views/list-tasks.ts";
import { showContact } from "#modules/crm/views/show-contact.ts";
import { showDealBoard } from "#modules/crm/views/show-deal-board.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";

export const crmDoors = {
  commands: {
    addContact,
    changeContact,
    addCompany,
    changeCompany,
    addDealStatus,
    changeDealStatus,
    addDeal,
    changeDeal,
    addDealLine,
    changeDealLine,
    removeDealLine,
    moveDeal,
    shipDeal,
    addTask,
    completeTask,
  },
  views: {
    listContacts,
    showContact,
    listCompanies,
    listPipelines,
    showDealBoard,
    listDeals,
    showDeal,
    listTasks,
  },
};
