import { markNoticesRead } from "#commands/notices/mark-notices-read.ts";
import { setNoticeSetting } from "#commands/notices/set-notice-setting.ts";
import { countNotices } from "#modules/notices/views/count-notices.ts";
import { listNotices } from "#modules/notices/views/list-notices.ts";
import { showNoticeSettings } from "#modules/notices/views/show-notice-settings.ts";

export const noticesDoors = {
  commands: { markNoticesRead, setNoticeSetting },
  views: { countNotices, listNotices, showNoticeSettings },
};
