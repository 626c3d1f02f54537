/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame that is read without a tree says what it says when it is read with one. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-decoder-private.h"

#include <string.h>

#define N_FRAMES 8000

typedef struct
{
  const char *dialect;
  const char *start;            /* of a line: what a frame stands behind */
  const char *end;
  guint       n_simple;         /* the first of the frames */
  const char *frames[10];
} Kind;

/* Each is as real servers send it; what the fuzzer makes of them is mostly not. */
static const Kind kinds[] = {
  { "openai", "data: ", "data: [DONE]\n\n", 3, {
    "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"m-1\",\"system_fingerprint\":null,"
    "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi \\u4f60\\n\"},\"logprobs\":null,\"finish_reason\":null}],"
    "\"usage\":null,\"obfuscation\":\"Qup1\"}",
    "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Hm\",\"reasoning\":\"Hm\"},"
    "\"index\":0,\"finish_reason\":null}]}",
    " { \"choices\" : [ { \"delta\" : { \"reasoning\" : \"so\", \"content\" : \"\" } } ] , \"model\" : \"m-2\" } ",
    "{\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"}}]}",
    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\ud83d\\ude00\\ud83d\"},\"finish_reason\":\"stop\"}]}",
    "{\"choices\":[{\"index\":0.5,\"delta\":{\"content\":\"\\\"\\\\\\/\\b\\f\\r\\t\"}}],\"object\":\"error\"}",
    "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
    "{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":0,\"id\":\"i\",\"function\":{\"name\":\"f\","
    "\"arguments\":\"{}\"}}]}}],\"error\":null}",
    "{\"choices\":[{\"delta\":{\"content\":\"x\",\"content\":\"y\"}}],\"choices\":[]}",
  } },
  { "openai-responses", "data: ", "data: {\"type\":\"response.completed\",\"response\":{}}\n\n", 1, {
    "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,"
    "\"delta\":\"Hi \\u4f60\",\"sequence_number\":4,\"obfuscation\":\"x\"}",
    "{\"delta\":\"Hi\"}",
    "{\"type\":\"response.refusal.delta\",\"delta\":\"No\"}",
    "{\"type\":\"response.reasoning_text.delta\",\"delta\":\"Hm\"}",
  } },
  { "anthropic", "data: ", "data: {\"type\":\"message_stop\"}\n\n", 1, {
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi \\u4f60\"}}",
    "{\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}",
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"text\":\"Hi\"}}",
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm\"}}",
    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}",
  } },
  { "ollama", "", "{\"done\":true,\"done_reason\":\"stop\"}\n", 2, {
    "{\"model\":\"m\",\"created_at\":\"2026\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi \\u4f60\"},\"done\":false}",
    "{\"model\":\"m\",\"message\":{\"content\":\"\",\"thinking\":\"Hm\"},\"done\":false}",
    "{\"message\":{\"content\":\"x\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{}}}]},\"done\":false}",
    "{\"message\":{\"content\":\"x\"},\"done\":true,\"eval_count\":3}",
    "{\"message\":{\"content\":\"x\"},\"error\":\"no\"}",
  } },
};

static guint
count_frames (const Kind *kind)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (kind->frames) && kind->frames[n] != NULL)
    n++;
  return n;
}

/* Bytes that mean something in JSON are likelier to be interesting. */
static char
pick_byte (void)
{
  static const char meaningful[] = "{}[]:,\"\\0123.-eEntrufals \n";

  return g_test_rand_bit () ? meaningful[g_test_rand_int_range (0, sizeof meaningful - 1)]
                            : (char) g_test_rand_int_range (1, 256);
}

static void
mutate (GString *frame)
{
  guint n = (guint) g_test_rand_int_range (0, 4);

  for (guint i = 0; i < n && frame->len > 1; i++)
    {
      gssize at = g_test_rand_int_range (0, (gint32) frame->len);

      switch (g_test_rand_int_range (0, 3))
        {
        case 0:
          frame->str[at] = pick_byte ();
          break;
        case 1:
          g_string_erase (frame, at, g_test_rand_int_range (1, (gint32) MIN (12, (gssize) frame->len - at) + 1));
          break;
        default:
          g_string_insert_c (frame, at, pick_byte ());
        }
    }
  /* A line end would end the frame. */
  g_strdelimit (frame->str, "\r\n", ' ');
}

static char *
decode (const Kind *kind,
        const char *frame)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (NULL);
  g_autoptr(PonderRequest) request = NULL;
  g_autofree char *stream = g_strconcat (kind->start, frame, "\n\n", kind->end, NULL);

  ponder_provider_config_set_dialect (provider, kind->dialect);
  request = ponder_test_request_new (provider);
  return ponder_test_decode (request, stream, strlen (stream), 1000);
}

/* A member that no shape knows makes any object too hard. */
static char *
make_hard (const char *frame)
{
  const char *first = strchr (frame, '{');
  const char *rest = first + 1;

  while (*rest == ' ' || *rest == '\t')
    rest++;
  return g_strdup_printf ("%.*s{\"~\":0%s%s", (int) (first - frame), frame, *rest == '}' ? "" : ",", first + 1);
}

static void
test_says_the_same (gconstpointer user_data)
{
  const Kind *kind = user_data;
  guint n_frames = count_frames (kind);
  guint n_compared = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      g_autoptr(GString) frame =
        g_string_new (kind->frames[i < n_frames ? i : (guint) g_test_rand_int_range (0, (gint32) n_frames)]);
      g_autofree char *hard = NULL;
      g_autofree char *said = NULL;
      g_autofree char *expected = NULL;

      if (i >= n_frames)
        mutate (frame);
      g_strchug (frame->str);
      if (frame->str[0] != '{')
        continue;
      hard = make_hard (frame->str);
      said = decode (kind, frame->str);
      expected = decode (kind, hard);
      g_assert_cmpstr (said, ==, expected);
      n_compared++;
    }
  g_assert_cmpuint (n_compared, >, N_FRAMES / 2);
}

/* Or else the comparison above compares nothing. */
static void
test_takes_what_servers_send (gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr(PonderDialect) dialect = ponder_dialect_new (kind->dialect, NULL);
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (NULL);
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autoptr(PonderDecoder) decoder = ponder_dialect_new_decoder (dialect, request);
  g_autoptr(PonderJsonScanner) scanner =
    ponder_json_scanner_new (PONDER_DECODER_GET_CLASS (decoder)->simple_frame);

  for (guint i = 0; i < count_frames (kind); i++)
    g_assert_cmpint (ponder_json_scanner_scan (scanner, kind->frames[i], strlen (kind->frames[i])), ==,
                     i < kind->n_simple);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *same = g_strconcat ("/simple-frame/", kinds[i].dialect, "/says-what-a-tree-says", NULL);
      g_autofree char *takes = g_strconcat ("/simple-frame/", kinds[i].dialect, "/takes-what-servers-send", NULL);

      g_test_add_data_func (same, &kinds[i], test_says_the_same);
      g_test_add_data_func (takes, &kinds[i], test_takes_what_servers_send);
    }
  return g_test_run ();
}
