/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats made up at random. */

#include "config.h"

#include "ponder-test-conversation.h"

#include "ponder-fault.h"
#include "ponder-id.h"
#include "ponder-json.h"
#include "ponder-think-event.h"

#include <math.h>

/* Each of them broke some importer. */
static const char *const strange[] = {
  "",
  " ",
  "\n\n\r\n\t",
  "\x01\x1b[31m\x7f",
  "\"\\/\b\f\n\r\t</script>",
  "你好，世界 — 𠮷野家",
  "\xe2\x80\xae" "txt.exe\xe2\x80\xac\xef\xbb\xbf",
  "👩‍👩‍👧‍👦 e\xcc\x81 \xef\xbf\xbf \xf4\x8f\xbf\xbf",
  "\xe2\x80\xa8\xe2\x80\xa9\xc2\x85",
  "{\"format\": \"ponder\"}",
  "```\n# not a heading\n~~~",
  "\\u0000 \\ud800",
};

static gboolean
one_in (GRand *rand,
        int    n)
{
  return g_rand_int_range (rand, 0, n) == 0;
}

static char *
dup_text (GRand *rand)
{
  GString *text = g_string_new (NULL);
  int n = one_in (rand, 60) ? 3000 : g_rand_int_range (rand, 0, 5);

  for (int i = 0; i < n; i++)
    {
      if (one_in (rand, 2))
        g_string_append (text, strange[g_rand_int_range (rand, 0, G_N_ELEMENTS (strange))]);
      else
        g_string_append_unichar (text, one_in (rand, 2) ? g_rand_int_range (rand, 0x20, 0x7f)
                                                        : g_rand_int_range (rand, 0x4e00, 0x9fff));
    }

  return g_string_free (text, FALSE);
}

static char *
dup_perhaps (GRand *rand)
{
  return one_in (rand, 2) ? NULL : dup_text (rand);
}

static gint64
pick_time (GRand *rand)
{
  static const gint64 times[] = { 0, 1, -1, G_MAXINT64, G_MININT64, 1700000000123456, 9007199254740993 };

  return times[g_rand_int_range (rand, 0, G_N_ELEMENTS (times))];
}

static gint64
pick_count (GRand *rand)
{
  static const gint64 counts[] = { -1, 0, 1, 4096, G_MAXINT64 };

  return counts[g_rand_int_range (rand, 0, G_N_ELEMENTS (counts))];
}

static double
pick_double (GRand  *rand,
             double  unset)
{
  const double numbers[] = { unset, unset, 0, 0.1, 1.0 / 3, 2, 1e-300, 1.7976931348623157e308 };

  return numbers[g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))];
}

static PonderThinkConfig *
make_think (GRand *rand)
{
  PonderThinkConfig *think = ponder_think_config_new ();

  think->max_subtasks = (guint) g_rand_int_range (rand, 1, PONDER_THINK_SUBTASKS_LIMIT + 1);
  think->parallel = (guint) g_rand_int_range (rand, 0, PONDER_THINK_PARALLEL_LIMIT + 1);
  think->max_calls = (guint) g_rand_int_range (rand, 1, 100);
  think->review = g_rand_boolean (rand);
  think->approve_plan = g_rand_boolean (rand);
  think->show_process = g_rand_boolean (rand);
  think->web_search = g_rand_boolean (rand);
  think->quorum = g_rand_boolean (rand);
  think->review_model = dup_perhaps (rand);
  return think;
}

static PonderModelConfig *
make_config (GRand *rand)
{
  PonderModelConfig *config = ponder_model_config_new ();

  config->provider = dup_perhaps (rand);
  config->model = dup_perhaps (rand);
  config->system = dup_perhaps (rand);
  config->reasoning = dup_perhaps (rand);
  config->temperature = pick_double (rand, NAN);
  config->top_p = pick_double (rand, NAN);
  config->frequency_penalty = pick_double (rand, NAN);
  config->presence_penalty = -pick_double (rand, NAN);
  config->max_tokens = one_in (rand, 2) ? 0 : g_rand_int (rand);
  config->retries = g_rand_int_range (rand, -1, 5);
  config->no_cache = g_rand_boolean (rand);
  config->connect_timeout = pick_double (rand, 0);
  config->first_token_timeout = pick_double (rand, 0);
  config->silence_timeout = pick_double (rand, 0);
  config->total_timeout = pick_double (rand, 0);
  config->deep_think = g_rand_boolean (rand);
  config->think = one_in (rand, 2) ? make_think (rand) : NULL;
  return config;
}

static void
add_tag (GRand         *rand,
         PonderSession *session)
{
  g_autofree char *tag = dup_text (rand);

  ponder_session_set_tag (session, tag, TRUE);
}

static PonderSession *
make_session (GRand *rand)
{
  g_autofree char *id = ponder_id_new ();
  g_autofree char *title = dup_text (rand);
  g_autofree char *preview = dup_text (rand);
  g_autofree char *draft = dup_text (rand);
  g_autofree char *scroll = dup_perhaps (rand);
  g_autoptr(PonderModelConfig) config = make_config (rand);
  g_autofree char *branched_from = dup_perhaps (rand);
  PonderSession *session = ponder_session_new (id);

  ponder_session_set_title (session, title);
  ponder_session_set_title_fixed (session, g_rand_boolean (rand));
  ponder_session_set_preview (session, preview);
  ponder_session_set_pinned (session, g_rand_boolean (rand));
  ponder_session_set_archived (session, g_rand_boolean (rand));
  ponder_session_set_branched_from (session, branched_from);
  for (int n = g_rand_int_range (rand, 0, 4); n > 0; n--)
    add_tag (rand, session);
  ponder_session_set_created (session, pick_time (rand));
  ponder_session_set_updated (session, pick_time (rand));
  ponder_session_set_trashed (session, pick_time (rand));
  ponder_session_set_config (session, config);
  ponder_session_set_draft (session, draft, g_rand_int (rand));
  ponder_session_set_scroll (session, scroll, (int) g_rand_int (rand));
  return session;
}

/* One of four, so that several parts show the same bytes; those of the largest are not at hand. */
static void
attach_bytes (GRand      *rand,
              PonderPart *part)
{
  gsize size = (gsize) g_rand_int_range (rand, 0, 4) * 700;
  guchar *data = g_malloc0 (size + 1);
  g_autoptr(GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    data[i] = (guchar) (i * 37);
  bytes = g_bytes_new_take (data, size);
  part->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (size < 2100)
    part->data = g_bytes_ref (bytes);
}

static PonderPart *
make_part (GRand *rand)
{
  g_autofree char *text = dup_text (rand);
  PonderPart *part = ponder_part_new (g_rand_int_range (rand, PONDER_PART_TEXT, PONDER_PART_TOOL_RESULT + 1),
                                      text);

  part->name = dup_perhaps (rand);
  part->call_id = dup_perhaps (rand);
  part->media_type = dup_perhaps (rand);
  if (part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE)
    attach_bytes (rand, part);
  return part;
}

static PonderUsage *
make_usage (GRand *rand)
{
  PonderUsage *usage = ponder_usage_new ();

  usage->input = pick_count (rand);
  usage->output = pick_count (rand);
  usage->cached = pick_count (rand);
  usage->reasoning = pick_count (rand);
  usage->cost_usd = pick_double (rand, -1);
  return usage;
}

static PonderFault *
make_fault (GRand *rand)
{
  PonderFault *fault = ponder_fault_new (g_rand_int_range (rand, 0, PONDER_ERROR_KEYRING + 1), "chat");

  fault->provider = dup_perhaps (rand);
  fault->model = dup_perhaps (rand);
  fault->message = dup_perhaps (rand);
  fault->host = dup_perhaps (rand);
  fault->details = dup_perhaps (rand);
  fault->cause = g_rand_int_range (rand, 0, PONDER_N_CAUSES);
  fault->status = g_rand_int_range (rand, 0, 600);
  fault->retry_after = pick_double (rand, -1);
  fault->time = g_rand_int_range (rand, 0, G_MAXINT);
  fault->retryable = g_rand_boolean (rand);
  fault->truncated = g_rand_boolean (rand);
  return fault;
}

static PonderMessage *
make_message (GRand      *rand,
              const char *parent)
{
  g_autofree char *id = ponder_id_new ();
  g_autofree char *provider = dup_perhaps (rand);
  g_autofree char *model = dup_perhaps (rand);
  g_autoptr(PonderUsage) usage = one_in (rand, 2) ? make_usage (rand) : NULL;
  g_autoptr(PonderFault) fault = one_in (rand, 4) ? make_fault (rand) : NULL;
  PonderMessage *message = ponder_message_new (id, parent, g_rand_int_range (rand, 0, PONDER_ROLE_TOOL + 1));

  ponder_message_set_state (message, g_rand_int_range (rand, 0, PONDER_MESSAGE_INTERRUPTED + 1));
  ponder_message_set_finish (message, g_rand_int_range (rand, 0, PONDER_FINISH_CANCELLED + 1));
  ponder_message_set_provider (message, provider);
  ponder_message_set_model (message, model);
  ponder_message_set_usage (message, usage);
  ponder_message_set_fault (message, fault);
  ponder_message_set_created (message, pick_time (rand));
  ponder_message_set_first_token_ms (message, pick_count (rand));
  ponder_message_set_reasoning_ms (message, pick_count (rand));
  ponder_message_set_total_ms (message, pick_count (rand));
  ponder_message_set_cached_from (message, MAX (pick_time (rand), 0));
  ponder_message_set_chosen (message, g_rand_boolean (rand));
  for (int n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    ponder_message_take_part (message, make_part (rand));

  return message;
}

/* (transfer none) (nullable) */
static const char *
pick_parent (GRand     *rand,
             GPtrArray *messages)
{
  if (messages->len == 0 || one_in (rand, 8))
    return NULL;
  if (one_in (rand, 12))
    return "nobody";

  return ponder_message_get_id (messages->pdata[g_rand_int_range (rand, 0, (int) messages->len)]);
}

/* As its program stored it: whatever it says, or what a later program will. (transfer full) */
static char *
dup_event (GRand  *rand,
           gint64  seq)
{
  static const char *const nodes[] = { "a", "b", "c", "synth", "" };
  g_autoptr(PonderThinkEvent) event = ponder_think_event_new (g_rand_int_range (rand, 0, PONDER_THINK_N_EVENTS));

  if (one_in (rand, 8))
    return g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT ",\"t\":7,\"type\":\"later.thing\",\"x\":[1,null,{\"y\":0.5}]}", seq);
  event->seq = (guint64) seq;
  event->time = g_rand_int_range (rand, 0, G_MAXINT);
  event->node = g_strdup (nodes[g_rand_int_range (rand, 0, G_N_ELEMENTS (nodes))]);
  event->title = one_in (rand, 3) ? g_strdup (one_in (rand, 2) ? "done" : "solve") : dup_perhaps (rand);
  event->text = dup_perhaps (rand);
  event->detail = dup_perhaps (rand);
  event->extra = dup_perhaps (rand);
  event->list = one_in (rand, 2) ? g_strsplit (one_in (rand, 2) ? "a b" : "", " ", -1) : NULL;
  event->more = one_in (rand, 2) ? g_strsplit ("c synth", " ", -1) : NULL;
  event->number = pick_double (rand, 0);
  event->count = pick_count (rand);
  event->flag = g_rand_boolean (rand);
  event->usage.output = pick_count (rand);
  return ponder_json_take_to_string (ponder_think_event_to_json (event));
}

static PonderStoredRun *
make_run (GRand         *rand,
          const char    *session,
          PonderMessage *message)
{
  static const char *const outcomes[] = { "running", "paused", "done", "partial", "direct", "cancelled", "failed" };
  PonderThinkRecord *record = g_new0 (PonderThinkRecord, 1);
  PonderStoredRun *run = ponder_stored_run_new (record);
  gint64 seq = 0;

  record->id = ponder_id_new ();
  record->session = g_strdup (session);
  record->message = g_strdup (ponder_message_get_id (message));
  record->created = g_rand_int_range (rand, 0, G_MAXINT);
  record->updated = record->created + (gint64) g_rand_int_range (rand, 0, G_MAXINT);
  record->question = dup_text (rand);
  record->outcome = g_strdup (outcomes[g_rand_int_range (rand, 0, G_N_ELEMENTS (outcomes))]);
  record->config = g_strdup (one_in (rand, 2) ? "{}" : "{\"max_subtasks\":3,\"later\":[]}");
  for (int n = g_rand_int_range (rand, 1, 30); n > 0; n--)
    {
      seq += g_rand_int_range (rand, 1, 4);
      g_ptr_array_add (run->events, ponder_stored_event_new (seq, dup_event (rand, seq)));
    }
  return run;
}

PonderConversation *
ponder_test_conversation_random (GRand *rand,
                                 guint  n_messages)
{
  g_autoptr(PonderSession) session = make_session (rand);
  PonderConversation *conversation = ponder_conversation_new (session);

  for (int n = g_rand_int_range (rand, 0, (int) n_messages + 1); n > 0; n--)
    ponder_conversation_take_message (conversation,
                                      make_message (rand, pick_parent (rand, conversation->messages)));
  ponder_session_set_n_messages (session, conversation->messages->len);

  for (guint i = 0; i < conversation->messages->len; i++)
    if (ponder_message_get_role (conversation->messages->pdata[i]) == PONDER_ROLE_ASSISTANT && one_in (rand, 4))
      g_ptr_array_add (conversation->runs, make_run (rand, ponder_session_get_id (session),
                                                     conversation->messages->pdata[i]));

  conversation->source = dup_perhaps (rand);
  conversation->external_id = dup_perhaps (rand);
  conversation->source_updated = pick_time (rand);
  return conversation;
}
