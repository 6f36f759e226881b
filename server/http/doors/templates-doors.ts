import { addReadyTemplate } from "#commands/templates/add-ready-template.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import { approveTriggers } from "#commands/templates/approve-triggers.ts";
import { archiveTemplate } from "#commands/templates/archive-template.ts";
import { duplicateTemplate } from "#commands/templates/duplicate-template.ts";
import { importTemplate } from "#commands/templates/import-template.ts";
import { listReadyTemplates } from "#commands/templates/list-ready-templates.ts";
import { checkTemplateFile } from "#commands/templates/template-of-file.ts";
import { priceTemplate } from "#commands/costing/price-template.ts";
import { previewTemplateSave } from "#commands/templates/preview-template-save.ts";
import { restoreTemplateVersion } from "#commands/templates/restore-template-version.ts";
import { saveTemplate } from "#commands/templates/save-template.ts";
import { exportTemplate } from "#modules/templates/views/export-template.ts";
import { listTemplates } from "#modules/templates/views/list-templates.ts";
import { showTemplatePricedBy } from "#modules/templates/views/show-template.ts";

export const templatesDoors = {
  commands: {
    addTemplate,
    saveTemplate,
    restoreTemplateVersion,
    duplicateTemplate,
    archiveTemplate,
    approveTriggers,
    importTemplate,
    addReadyTemplate,
  },
  views: {
    listTemplates,
    exportTemplate,
    checkTemplateFile,
    listReadyTemplates,
    previewTemplateSave,
    showTemplate: showTemplatePricedBy(
      async (tx, resolved, itemVariants, now) => (await priceTemplate(tx, resolved, itemVariants, now)).cost,
    ),
  },
};
