/** 页面可能遇到的每种错误的说明；与账户有关的在 account.ts。 */
import type { ProblemWords, RefusalWords } from '../en/problems.ts'
import { account } from './account.ts'

const quoted = (name: string): string => `“${name}”`
const most = (count: number | undefined, what: string): string =>
  count === undefined ? '数量超过了上限。' : `最多只能有 ${count.toLocaleString('zh-CN')} ${what}。`

export const problems: ProblemWords = {
  ...account.problems,
  atomic_refused: '与它一起的另一项更改被拒绝了。',
  bad_cursor: '找不到后续内容了，请从头开始。',
  bad_filter: '无法读懂这个筛选条件。',
  bad_import: '无法导入此文件，没有更改任何内容。',
  bad_json: '无法读取发送的内容。',
  behind_a_fault: '服务器在处理之前的一项更改时出错。',
  uri_too_long: '一次请求的内容过长。',
  unsupported_media: '服务器无法读取所发送的格式。',
  body_too_large: '内容太大，无法一次发送。',
  body_too_slow: '传输太慢，请在网络较好时再试。',
  default_list: '默认清单用于存放新待办，不能删除。',
  deletions_spent: ({ most: cap }) =>
    cap === undefined
      ? '一小时内的删除次数已达上限。'
      : `一小时内最多删除 ${cap.toLocaleString('zh-CN')} 项，已达上限。`,
  entry_not_found: '这条历史记录已不存在。',
  filter_not_found: '这个筛选器已不存在。',
  label_not_found: '没有待办带有这个标签。',
  view_not_found: '没有保存它的显示方式。',
  finished_at_wrong: ({ why }) =>
    why === 'open' ? '它还没有完成。' : '完成时间不对：不能早于创建，不能晚于现在，最多在 90 天之前。',
  forwarded: '此服务器只供本机使用，不能经过代理访问。',
  history_too_long: '此后更改太多。请选择更晚的时间。',
  history_too_short: '历史记录没有保留到那么早。',
  host_not_local: '此服务器只供本机使用，请通过 localhost 访问。',
  id_taken: '已有相同 ID 的内容。',
  import_running: '正在进行另一次导入，请稍后再试。',
  import_too_large: '文件太大，无法一次导入，没有更改任何内容。',
  key_reused: '同一个键之前用于其他内容。',
  list_full: '清单的编号已用完，请改用新的清单。',
  list_in_trash: ({ list }) =>
    list === undefined ? '这个清单在回收站里。' : `清单${quoted(list)}在回收站里。`,
  local_mode: '此服务器没有账户。',
  method_not_allowed: '服务器不认识这个请求。',
  name_taken: ({ name, list }) =>
    `${list === undefined ? '清单' : quoted(list)}中已有${name === undefined ? '同名' : `名为${quoted(name)}`}的待办。`,
  names_repeat: ({ names = [], more = 0, most: cap }) =>
    cap === undefined
      ? `有同名的未完成待办：${names.map(quoted).join('、')}${more > 0 ? `，另有 ${more.toLocaleString('zh-CN')} 个名称` : ''}。`
      : most(cap, '项待办，名称才能设为不重复'),
  no_next: '之后不再重复。',
  not_connected: '需要先连接一次服务器，才能添加内容。',
  not_found: '服务器不认识这个请求。',
  not_undoable: '成员变动无法撤销。',
  origin_not_allowed: '服务器不接受来自此地址的更改，请通过页面自己的地址打开。',
  overloaded: '服务器太忙，请稍后再试。',
  parent_cycle: '待办不能成为自己的子待办。',
  parent_not_found: '上级待办已不存在。',
  push_failed: '推送服务没有接受消息，请关闭提醒后重新开启。',
  query_too_slow: '搜索耗时太长，请缩小范围。',
  refused_before: '它之前已被拒绝，之后又有其他更改。',
  repeat_moves: '重复的待办不能同时移动和完成。',
  repeat_needs_due: '重复的待办需要有截止日期。',
  start_after_due: '待办的开始不能晚于截止日期。',
  stopping: '服务器正在停止，请稍后再试。',
  storage_full: '服务器的磁盘已满。',
  subscription_not_found: '本设备已不再接收提醒，请重新开启。',
  subtree_too_large: ({ most: cap }) => most(cap, '项子待办'),
  todo_in_trash: '这项待办在回收站里。',
  todo_not_found: '这项待办已不存在。',
  too_deep: ({ most: cap }) => most(cap, '层子待办'),
  too_many_filters: '筛选器的数量已达上限。',
  too_many_views: '显示方式的数量已达上限。',
  too_many_requests: '操作过于频繁，请稍后再试。',
  too_many_subscriptions: '接收提醒的设备数量已达上限，请先在另一台设备上关闭。',
  undo_conflict: '此后又有更改。',
  unknown_format: '无法识别此文件的格式。',
  upgrade_required: '当前连接无法自动接收更改。',
  version_mismatch: '它在此期间已被修改。',
}

export const refusals: RefusalWords = {
  name_taken: '清单中已有同名的待办。',
  todo_not_found: '这项待办已不存在。',
  list_not_found: '这个清单已不存在。',
  todo_in_trash: '这项待办在回收站里。',
  list_in_trash: '这个清单在回收站里。',
  default_list: '默认清单用于存放新待办，不能删除。',
  parent_not_found: '上级待办已不存在。',
  parent_cycle: '待办不能成为自己的子待办。',
  too_deep: '子待办层级已达上限。',
  subtree_too_large: '子待办数量已达上限。',
  too_many_lists: '清单数量已达上限。',
  not_connected: '需要先连接一次服务器，才能添加内容。',
  not_allowed: '你没有修改此清单的权限。',
  no_next: '之后不再重复。',
  bad_request: '无法保存这段文字，可能太长了。',
  internal: '服务器处理它时出错，已保留在本设备上。',
  start_after_due: '待办的开始不能晚于截止日期。',
  refused_before: '服务器处理它时出错，已保留在本设备上。',
}
