/** The styles of what later.ts brings: they come with that file, not in one of their own. */
import account from './account.css' with { type: 'text' }
import dates from './dates.css' with { type: 'text' }
import details from './details.css' with { type: 'text' }
import filters from './filters.css' with { type: 'text' }
import history from './history.css' with { type: 'text' }
import labels from './labels.css' with { type: 'text' }
import onDemand from './on-demand.css' with { type: 'text' }
import newVersion from './new-version.css' with { type: 'text' }
import palette from './palette.css' with { type: 'text' }
import print from './print.css' with { type: 'text' }
import quickAdd from './quick-add.css' with { type: 'text' }
import repeat from './repeat.css' with { type: 'text' }
import syncDialog from './sync-dialog.css' with { type: 'text' }
import views from './views.css' with { type: 'text' }

const sheet = new CSSStyleSheet()
sheet.replaceSync(
  [
    ...[onDemand, quickAdd, dates, details, repeat, palette, syncDialog, views, account, filters, history],
    ...[labels, newVersion, print],
  ].join('\n'),
)
document.adoptedStyleSheets.push(sheet)
