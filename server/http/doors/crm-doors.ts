import { addActivity } from "#commands/crm/add-activity.ts";
import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import { addDealLine } from "#commands/crm/add-deal-line.ts";
import { addDealStatus } from "#commands/crm/add-deal-status.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { addTask } from "#commands/crm/add-task.ts";
import { archiveDealStatus } from "#commands/crm/archive-deal-status.ts";
import { changeActivity } from "#commands/crm/change-activity.ts";
import { changeCompany } from "#commands/crm/change-company.ts";
import { changeContact } from "#commands/crm/change-contact.ts";
import { changeDealLine } from "#commands/crm/change-deal-line.ts";
import { changeDealStatus } from "#commands/crm/change-deal-status.ts";
import { changeDeal } from "#commands/crm/change-deal.ts";
import { changeTask } from "#commands/crm/change-task.ts";
import { completeTask } from "#commands/crm/complete-task.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { removeActivity } from "#commands/crm/remove-activity.ts";
import { removeDealLine } from "#commands/crm/remove-deal-line.ts";
import { reopenTask } from "#commands/crm/reopen-task.ts";
import { reorderDealStatuses } from "#commands/crm/reorder-deal-statuses.ts";
import { restoreActivity } from "#commands/crm/restore-activity.ts";
import { shipDeal } from "#commands/crm/ship-deal.ts";
import { countTasks } from "#modules/crm/views/count-tasks.ts";
import { listCompanies } from "#modules/crm/views/list-companies.ts";
import { listContacts } from "#modules/crm/views/list-contacts.ts";
import { listDeals } from "#modules/crm/views/list-deals.ts";
import { listPipelines } from "#modules/crm/views/list-pipelines.ts";
import { listTasks } from "#modules/crm/views/list-tasks.ts";
import { showCompany } from "#modules/crm/views/show-company.ts";
import { showContact } from "#modules/crm/views/show-contact.ts";
import { showDealBoard } from "#modules/crm/views/show-deal-board.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";
import {
  showCompanyTimeline,
  showContactTimeline,
  showDealTimeline,
} from "#modules/crm/views/show-timeline.ts";

export const crmDoors = {
  commands: {
    addContact,
    changeContact,
    addCompany,
    changeCompany,
    addDealStatus,
    changeDealStatus,
    reorderDealStatuses,
    archiveDealStatus,
    addDeal,
    changeDeal,
    addDealLine,
    changeDealLine,
    removeDealLine,
    moveDeal,
    shipDeal,
    addTask,
    changeTask,
    completeTask,
    reopenTask,
    addActivity,
    changeActivity,
    removeActivity,
    restoreActivity,
  },
  views: {
    listContacts,
    showContact,
    listCompanies,
    showCompany,
    listPipelines,
    showDealBoard,
    listDeals,
    showDeal,
    listTasks,
    countTasks,
    showDealTimeline,
    showContactTimeline,
    showCompanyTimeline,
  },
};
