/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two chats are the same. */

#include "config.h"

#include "ponder-test-conversation.h"

#include "ponder-fault.h"

static void
assert_same_session (PonderSession *a,
                     PonderSession *b)
{
  g_assert_cmpstr (ponder_session_get_id (a), ==, ponder_session_get_id (b));
  g_assert_cmpstr (ponder_session_get_title (a), ==, ponder_session_get_title (b));
  g_assert_cmpint (ponder_session_get_title_fixed (a), ==, ponder_session_get_title_fixed (b));
  g_assert_cmpstr (ponder_session_get_preview (a), ==, ponder_session_get_preview (b));
  g_assert_cmpint (ponder_session_get_pinned (a), ==, ponder_session_get_pinned (b));
  g_assert_cmpint (ponder_session_get_archived (a), ==, ponder_session_get_archived (b));
  g_assert_cmpstr (ponder_session_get_branched_from (a), ==, ponder_session_get_branched_from (b));
  g_assert_cmpstrv (ponder_session_get_tags (a), ponder_session_get_tags (b));
  g_assert_cmpint (ponder_session_get_created (a), ==, ponder_session_get_created (b));
  g_assert_cmpint (ponder_session_get_updated (a), ==, ponder_session_get_updated (b));
  g_assert_cmpint (ponder_session_get_trashed (a), ==, ponder_session_get_trashed (b));
  g_assert_cmpuint (ponder_session_get_n_messages (a), ==, ponder_session_get_n_messages (b));
  g_assert_cmpstr (ponder_session_get_draft (a), ==, ponder_session_get_draft (b));
  g_assert_cmpuint (ponder_session_get_draft_cursor (a), ==, ponder_session_get_draft_cursor (b));
  g_assert_cmpstr (ponder_session_get_scroll_message (a), ==, ponder_session_get_scroll_message (b));
  g_assert_cmpint (ponder_session_get_scroll_offset (a), ==, ponder_session_get_scroll_offset (b));
  g_assert_true (ponder_model_config_equal (ponder_session_get_config (a), ponder_session_get_config (b)));
}

static void
assert_same_bytes (GBytes *a,
                   GBytes *b)
{
  g_assert_cmpint (a == NULL, ==, b == NULL);
  if (a != NULL)
    g_assert_cmpmem (g_bytes_get_data (a, NULL), g_bytes_get_size (a),
                     g_bytes_get_data (b, NULL), g_bytes_get_size (b));
}

static void
assert_same_part (const PonderPart *a,
                  const PonderPart *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpmem (a->text->str, a->text->len, b->text->str, b->text->len);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->call_id, ==, b->call_id);
  g_assert_cmpstr (a->media_type, ==, b->media_type);
  g_assert_cmpstr (a->digest, ==, b->digest);
  assert_same_bytes (a->data, b->data);
}

static void
assert_same_usage (const PonderUsage *a,
                   const PonderUsage *b)
{
  g_assert_cmpint (a == NULL, ==, b == NULL);
  if (a != NULL)
    g_assert_true (ponder_usage_equal (a, b));
}

static void
assert_same_fault (PonderFault *a,
                   PonderFault *b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  g_assert_cmpint (a == NULL, ==, b == NULL);
  if (a == NULL)
    return;

  text_a = ponder_fault_serialize (a);
  text_b = ponder_fault_serialize (b);
  g_assert_cmpstr (text_a, ==, text_b);
}

void
ponder_test_message_assert_same (PonderMessage *a,
                                 PonderMessage *b)
{
  GPtrArray *parts_a = ponder_message_get_parts (a);
  GPtrArray *parts_b = ponder_message_get_parts (b);

  g_assert_cmpstr (ponder_message_get_id (a), ==, ponder_message_get_id (b));
  g_assert_cmpstr (ponder_message_get_parent_id (a), ==, ponder_message_get_parent_id (b));
  g_assert_cmpint (ponder_message_get_role (a), ==, ponder_message_get_role (b));
  g_assert_cmpint (ponder_message_get_state (a), ==, ponder_message_get_state (b));
  g_assert_cmpint (ponder_message_get_finish (a), ==, ponder_message_get_finish (b));
  g_assert_cmpstr (ponder_message_get_provider (a), ==, ponder_message_get_provider (b));
  g_assert_cmpstr (ponder_message_get_model (a), ==, ponder_message_get_model (b));
  g_assert_cmpint (ponder_message_get_created (a), ==, ponder_message_get_created (b));
  g_assert_cmpint (ponder_message_get_first_token_ms (a), ==, ponder_message_get_first_token_ms (b));
  g_assert_cmpint (ponder_message_get_reasoning_ms (a), ==, ponder_message_get_reasoning_ms (b));
  g_assert_cmpint (ponder_message_get_total_ms (a), ==, ponder_message_get_total_ms (b));
  g_assert_cmpint (ponder_message_get_cached_from (a), ==, ponder_message_get_cached_from (b));
  g_assert_cmpint (ponder_message_get_chosen (a), ==, ponder_message_get_chosen (b));
  assert_same_usage (ponder_message_get_usage (a), ponder_message_get_usage (b));
  assert_same_fault (ponder_message_get_fault (a), ponder_message_get_fault (b));
  g_assert_cmpuint (parts_a->len, ==, parts_b->len);
  for (guint i = 0; i < parts_a->len; i++)
    assert_same_part (parts_a->pdata[i], parts_b->pdata[i]);
}

/* Which chat it belongs to follows from where it is. */
static void
assert_same_run (const PonderStoredRun *a,
                 const PonderStoredRun *b)
{
  g_assert_cmpstr (a->record->id, ==, b->record->id);
  g_assert_cmpstr (a->record->message, ==, b->record->message);
  g_assert_cmpint (a->record->created, ==, b->record->created);
  g_assert_cmpint (a->record->updated, ==, b->record->updated);
  g_assert_cmpstr (a->record->question, ==, b->record->question);
  g_assert_cmpstr (a->record->outcome, ==, b->record->outcome);
  g_assert_cmpstr (a->record->config, ==, b->record->config);
  g_assert_cmpuint (a->events->len, ==, b->events->len);
  for (guint i = 0; i < a->events->len; i++)
    {
      const PonderStoredEvent *event_a = g_ptr_array_index (a->events, i);
      const PonderStoredEvent *event_b = g_ptr_array_index (b->events, i);

      g_assert_cmpint (event_a->seq, ==, event_b->seq);
      g_assert_cmpstr (event_a->json, ==, event_b->json);
    }
}

void
ponder_test_conversation_assert_same (const PonderConversation *a,
                                      const PonderConversation *b)
{
  assert_same_session (a->session, b->session);
  g_assert_cmpstr (a->source, ==, b->source);
  g_assert_cmpstr (a->external_id, ==, b->external_id);
  g_assert_cmpint (a->source_updated, ==, b->source_updated);

  g_assert_cmpuint (a->messages->len, ==, b->messages->len);
  for (guint i = 0; i < a->messages->len; i++)
    ponder_test_message_assert_same (a->messages->pdata[i], b->messages->pdata[i]);

  g_assert_cmpuint (a->runs->len, ==, b->runs->len);
  for (guint i = 0; i < a->runs->len; i++)
    assert_same_run (a->runs->pdata[i], b->runs->pdata[i]);
}
