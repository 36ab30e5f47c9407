/** The names that columns of spreadsheets have, in any case, for what a todo has. */
const names = {
  id: 'id|uid|uuid|task id|taskid|key',
  name: 'name|title|task|task name|subject|summary|content|todo|to do|to-do|item|what|aufgabe|betreff|titel|名称|标题|任务|待办|内容|事项',
  notes:
    'notes|note|description|details|body|comment|comments|memo|notizen|notiz|beschreibung|备注|描述|说明',
  due: 'due|due date|due_date|duedate|due on|due at|deadline|date|end date|fällig|fällig am|fälligkeitsdatum|datum|截止日期|截止时间|到期日|日期',
  start: 'start|start date|start_date|startdate|starts|begin|scheduled|beginn|startdatum|开始日期|开始时间',
  priority: 'priority|prio|importance|priorität|wichtigkeit|优先级|重要性',
  labels: 'labels|label|tags|tag|categories|category|contexts|context|kategorie|kategorien|标签|分类',
  list: 'list|list name|list_name|project|project name|liste|projekt|清单|列表|项目',
  finished: 'finished|done|completed|complete|is completed|status|state|checked|erledigt|状态|完成',
  finished_at:
    'finished_at|finished at|completed at|completed_at|completed on|completed date|completion date|date completed|completed time|erledigt am|完成时间|完成日期',
  created_at:
    'created_at|created at|created|created on|created date|creation date|date created|created time|erstellt|erstellt am|创建时间|创建日期',
  parent: 'parent|parent id|parent task|parent_id|übergeordnet|上级',
  repeat: 'repeat|repeats|recurrence|recurring|rrule|wiederholung|重复',
  repeat_from: 'repeat_from|repeat from',
  reminders: 'reminders|reminder|erinnerung|提醒',
} as const

export type Column = keyof typeof names

const byName = new Map(
  Object.entries(names).flatMap(([column, all]) => all.split('|').map((name) => [name, column as Column])),
)

export const columnOf = (header: string): Column | undefined => byName.get(header.trim().toLowerCase())
