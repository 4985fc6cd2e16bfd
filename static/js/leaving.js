// Asks before one leaves a page with something written and not saved: any form with data-warn-leaving.
import { warnBeforeLeaving } from "finsam/prose-leave";

for (const form of document.querySelectorAll("form[data-warn-leaving]")) warnBeforeLeaving(form);
