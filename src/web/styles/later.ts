/** The styles of what later.ts brings, in force before any of it is shown. They come with that file, not in one of their own. */
import account from './account.css' with { type: 'text' }
import details from './details.css' with { type: 'text' }
import palette from './palette.css' with { type: 'text' }
import syncDialog from './sync-dialog.css' with { type: 'text' }
import views from './views.css' with { type: 'text' }

const sheet = new CSSStyleSheet()
sheet.replaceSync([details, palette, syncDialog, views, account].join('\n'))
document.adoptedStyleSheets.push(sheet)
