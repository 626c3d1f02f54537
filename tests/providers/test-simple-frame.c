/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame that is read without a tree says what it says when it is read with one. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-openai-private.h"

#include <string.h>

#define N_FRAMES 20000

/* Each is as real servers send it; what the fuzzer makes of them is mostly not. */
static const char *const frames[] = {
  "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"m-1\",\"system_fingerprint\":null,"
  "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi \\u4f60\\n\"},\"logprobs\":null,\"finish_reason\":null}],"
  "\"usage\":null,\"obfuscation\":\"Qup1\"}",
  "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Hm\","
  "\"reasoning\":\"Hm\"},\"index\":0,\"finish_reason\":null}]}",
  " { \"choices\" : [ { \"delta\" : { \"reasoning\" : \"so\", \"content\" : \"\" } } ] , \"model\" : \"m-2\" } ",
  "{\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"}}]}",
  "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\ud83d\\ude00\\ud83d\"},\"finish_reason\":\"stop\"}]}",
  "{\"choices\":[{\"index\":0.5,\"delta\":{\"content\":\"\\\"\\\\\\/\\b\\f\\r\\t\"}}],\"object\":\"error\"}",
  "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
  "{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":0,\"id\":\"i\",\"function\":{\"name\":\"f\","
  "\"arguments\":\"{}\"}}]}}],\"error\":null}",
  "{\"choices\":[{\"delta\":{\"content\":\"x\",\"content\":\"y\"}}],\"choices\":[]}",
};

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
decode (const char *frame)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (NULL);
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autofree char *stream = g_strconcat ("data: ", frame, "\n\ndata: [DONE]\n\n", NULL);

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
test_says_the_same (void)
{
  guint n_compared = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      g_autoptr(GString) frame = g_string_new (frames[g_test_rand_int_range (0, G_N_ELEMENTS (frames))]);
      g_autofree char *hard = NULL;
      g_autofree char *said = NULL;
      g_autofree char *expected = NULL;

      if (i >= G_N_ELEMENTS (frames))
        mutate (frame);
      g_strchug (frame->str);
      if (frame->str[0] != '{')
        continue;
      hard = make_hard (frame->str);
      said = decode (frame->str);
      expected = decode (hard);
      g_assert_cmpstr (said, ==, expected);
      n_compared++;
    }
  g_assert_cmpuint (n_compared, >, N_FRAMES / 2);
}

/* Or else the comparison above compares nothing. */
static void
test_takes_what_servers_send (void)
{
  const PonderShapeRule *shape;
  g_autoptr(PonderJsonScanner) scanner = NULL;
  PonderDecoderClass *klass = g_type_class_ref (PONDER_TYPE_OPENAI_DECODER);

  shape = klass->simple_frame;
  scanner = ponder_json_scanner_new (shape);
  for (guint i = 0; i < 3; i++)
    g_assert_true (ponder_json_scanner_scan (scanner, frames[i], strlen (frames[i])));
  for (guint i = 3; i < G_N_ELEMENTS (frames); i++)
    g_assert_false (ponder_json_scanner_scan (scanner, frames[i], strlen (frames[i])));
  g_type_class_unref (klass);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simple-frame/says-what-a-tree-says", test_says_the_same);
  g_test_add_func ("/simple-frame/takes-what-servers-send", test_takes_what_servers_send);
  return g_test_run ();
}
