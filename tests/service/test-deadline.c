/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four limits, without a network. */

#include "config.h"

#include "ponder-deadline.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-test-loop.h"

typedef struct
{
  PonderDeadline *deadline;
  int             fired;        /* a PonderLimit, or -1 */
  guint           n_near;
  gboolean        near;
} Fixture;

static void
fired_cb (PonderLimit limit,
          gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (fixture->fired, ==, -1);
  fixture->fired = limit;
}

static void
near_cb (gboolean near,
         gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (fixture->near, !=, near);
  fixture->near = near;
  fixture->n_near++;
}

static void
start (Fixture *fixture,
       double   connect,
       double   first_token,
       double   silence,
       double   total)
{
  const double limits[] = { connect, first_token, silence, total };

  fixture->fired = -1;
  fixture->deadline = ponder_deadline_new (limits, fired_cb, near_cb, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_deadline_free (fixture->deadline);
}

static gboolean
has_fired (gpointer user_data)
{
  return ((Fixture *) user_data)->fired >= 0;
}

static void
assert_fires (Fixture     *fixture,
              PonderLimit  limit)
{
  ponder_test_wait_for (has_fired, fixture, 5);
  g_assert_cmpint (fixture->fired, ==, limit);
}

static void
test_connect (Fixture       *fixture,
              gconstpointer  user_data)
{
  start (fixture, 0.02, 5, 5, 5);
  assert_fires (fixture, PONDER_LIMIT_CONNECT);
}

static void
test_first_token (Fixture       *fixture,
                  gconstpointer  user_data)
{
  start (fixture, 0.02, 0.06, 0.01, 5);
  ponder_deadline_connected (fixture->deadline);
  assert_fires (fixture, PONDER_LIMIT_FIRST_TOKEN);
  g_assert_cmpuint (fixture->n_near, ==, 1);
}

static void
test_silence (Fixture       *fixture,
              gconstpointer  user_data)
{
  start (fixture, 0.02, 0.02, 0.05, 5);
  ponder_deadline_connected (fixture->deadline);
  ponder_deadline_answered (fixture->deadline);
  assert_fires (fixture, PONDER_LIMIT_SILENCE);
}

static void
test_total (Fixture       *fixture,
            gconstpointer  user_data)
{
  start (fixture, 5, 5, 5, 0.05);
  ponder_deadline_connected (fixture->deadline);
  ponder_deadline_answered (fixture->deadline);
  assert_fires (fixture, PONDER_LIMIT_TOTAL);
}

static void
test_zero_is_no_limit (Fixture       *fixture,
                       gconstpointer  user_data)
{
  start (fixture, 0, 0, 0, 0);
  ponder_test_run_for (20);
  ponder_deadline_connected (fixture->deadline);
  ponder_test_run_for (20);
  ponder_deadline_answered (fixture->deadline);
  ponder_test_run_for (20);
  g_assert_cmpint (fixture->fired, ==, -1);
}

static void
test_any_byte_counts (Fixture       *fixture,
                      gconstpointer  user_data)
{
  start (fixture, 5, 0.25, 0.25, 0);
  ponder_deadline_connected (fixture->deadline);
  for (guint i = 0; i < 12; i++)
    {
      ponder_test_run_for (25);
      ponder_deadline_heard (fixture->deadline);
    }
  ponder_deadline_answered (fixture->deadline);
  for (guint i = 0; i < 12; i++)
    {
      ponder_test_run_for (25);
      ponder_deadline_heard (fixture->deadline);
    }
  g_assert_cmpint (fixture->fired, ==, -1);
  assert_fires (fixture, PONDER_LIMIT_SILENCE);
}

static gboolean
is_near (gpointer user_data)
{
  return ((Fixture *) user_data)->near;
}

static void
test_extension (Fixture       *fixture,
                gconstpointer  user_data)
{
  gint64 begin = g_get_monotonic_time ();

  start (fixture, 5, 0.2, 5, 0);
  ponder_deadline_extend (fixture->deadline);
  ponder_deadline_connected (fixture->deadline);
  ponder_test_wait_for (is_near, fixture, 5);
  g_assert_cmpint (fixture->fired, ==, -1);
  ponder_deadline_extend (fixture->deadline);
  g_assert_false (fixture->near);
  assert_fires (fixture, PONDER_LIMIT_FIRST_TOKEN);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 300 * 1000);
  g_assert_cmpuint (fixture->n_near, ==, 3);
}

static void
test_answer_ends_the_offer (Fixture       *fixture,
                            gconstpointer  user_data)
{
  start (fixture, 5, 0.1, 5, 0);
  ponder_deadline_connected (fixture->deadline);
  ponder_test_wait_for (is_near, fixture, 5);
  ponder_deadline_answered (fixture->deadline);
  g_assert_false (fixture->near);
  ponder_deadline_extend (fixture->deadline);
  ponder_test_run_for (150);
  g_assert_cmpint (fixture->fired, ==, -1);
}

static void
assert_limits (PonderProviderConfig    *provider,
               const PonderModelConfig *config,
               double                   connect,
               double                   first_token,
               double                   silence,
               double                   total)
{
  const double expected[] = { connect, first_token, silence, total };
  double limits[PONDER_N_LIMITS];

  ponder_deadline_find_limits (provider, config, limits);
  for (guint i = 0; i < PONDER_N_LIMITS; i++)
    g_assert_cmpfloat_with_epsilon (limits[i], expected[i], 1e-9);
}

static void
test_where_limits_come_from (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("test");
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();

  ponder_provider_config_set_base_url (provider, "https://api.example.com/v1");
  assert_limits (provider, config, 15, 120, 90, 1800);
  config->reasoning = g_strdup ("high");
  assert_limits (provider, config, 15, 600, 300, 3600);
  ponder_provider_config_set_base_url (provider, "http://localhost:8080/v1");
  assert_limits (provider, config, 5, 600, 300, 0);
  ponder_provider_config_set_connect_timeout (provider, 1);
  ponder_provider_config_set_first_token_timeout (provider, 2);
  ponder_provider_config_set_silence_timeout (provider, 3);
  ponder_provider_config_set_total_timeout (provider, 4);
  assert_limits (provider, config, 1, 2, 3, 4);
  config->connect_timeout = 5;
  config->first_token_timeout = 6;
  config->silence_timeout = 7;
  config->total_timeout = 8;
  assert_limits (provider, config, 5, 6, 7, 8);
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/deadline/", name, NULL);

  g_test_add (path, Fixture, NULL, NULL, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("connect", test_connect);
  add ("first-token", test_first_token);
  add ("silence", test_silence);
  add ("total", test_total);
  add ("zero-is-no-limit", test_zero_is_no_limit);
  add ("any-byte-counts", test_any_byte_counts);
  add ("extension", test_extension);
  add ("answer-ends-the-offer", test_answer_ends_the_offer);
  g_test_add_func ("/service/deadline/where-limits-come-from", test_where_limits_come_from);
  return g_test_run ();
}
