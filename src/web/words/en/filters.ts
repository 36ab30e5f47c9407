/** Why a filter can not be read, in English: the sentences of the model, which the API answers as well. */
export { englishFilterSentences as filters } from '../../../model/filter/sentences.ts'
