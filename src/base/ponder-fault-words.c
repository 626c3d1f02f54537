/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences about a fault: its title by category or cause, what to do by category and family of providers. */

#include "config.h"

#include "ponder-fault-words-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* A phrase is the title in the middle of a sentence. */
typedef struct
{
  const char *title;
  const char *phrase;
} Title;

/* Where there is more to say than the category does. */
typedef struct
{
  Title       title;
  const char *suggestion;        /* (nullable): that of the category */
  const char *local_suggestion;  /* (nullable) */
} Special;

/* The first that fits is said. One that names what nobody told ({n_ctx}, {param}, {reason}) does not fit. */
typedef struct
{
  PonderErrorCode category;
  const char     *families[5];   /* none: all */
  gboolean        local;         /* only a server of the person's own */
  const char     *words;
} Suggestion;

/* Translators: keep {host}, {model}, {n_ctx}, {param}, {provider}, {reason} and {status} as they are in all
 * these messages: names, numbers and words of the server stand in their place. */
static const Title titles[] = {
  [PONDER_ERROR_NETWORK] = { N_("Can’t reach {host}"), N_("can’t reach {host}") },
  [PONDER_ERROR_AUTHENTICATION] = { N_("API key rejected"), N_("the API key was rejected") },
  [PONDER_ERROR_PERMISSION] = { N_("This key may not use {model}"), N_("this key may not use {model}") },
  [PONDER_ERROR_BILLING] = { N_("Balance or quota used up"), N_("balance or quota used up") },
  [PONDER_ERROR_RATE_LIMIT] = { N_("Too many requests"), N_("too many requests") },
  [PONDER_ERROR_INVALID_REQUEST] = { N_("Request refused"), N_("the request was refused") },
  [PONDER_ERROR_CONTEXT_LENGTH] = {
    N_("This chat is too long for {model}"), N_("this chat is too long for {model}"),
  },
  [PONDER_ERROR_CONTENT_FILTER] = {
    N_("Message blocked by the provider"), N_("the provider blocked this message"),
  },
  [PONDER_ERROR_MODEL_NOT_FOUND] = { N_("Model not available"), N_("model not available") },
  [PONDER_ERROR_SERVER] = {
    N_("The service has a problem or is overloaded"), N_("the service has a problem or is overloaded"),
  },
  [PONDER_ERROR_TIMEOUT] = { N_("No answer in time"), N_("no answer in time") },
  [PONDER_ERROR_CANCELLED] = { N_("Stopped"), N_("stopped") },
  [PONDER_ERROR_MALFORMED] = { N_("Unreadable answer"), N_("the answer could not be read") },
  [PONDER_ERROR_UNKNOWN] = { N_("Something went wrong"), N_("something went wrong") },
  [PONDER_ERROR_STORE] = { N_("Chats can’t be read or saved"), N_("chats can’t be read or saved") },
  [PONDER_ERROR_STORE_TOO_NEW] = {
    N_("Your chats were saved by a newer Ponder"), N_("your chats were saved by a newer Ponder"),
  },
  [PONDER_ERROR_STORE_FULL] = { N_("The disk is full"), N_("the disk is full") },
  [PONDER_ERROR_KEYRING] = { N_("The keyring is not available"), N_("the keyring is not available") },
};

static const Special causes[PONDER_N_CAUSES] = {
  [PONDER_CAUSE_ADDRESS] = {
    { N_("Nothing answers at this address"), N_("nothing answers at this address") },
    N_("Check the address of the server."),
  },
  [PONDER_CAUSE_CLOSED] = {
    { N_("The server closed the connection"), N_("the server closed the connection") },
    N_("Try again. If it happens again, check the address of the server."),
    N_("Check its log, and whether its address should begin with https://."),
  },
  [PONDER_CAUSE_LOADING] = {
    { N_("The model is still being loaded"), N_("the model is still being loaded") },
    N_("Try again in a moment."),
  },
  [PONDER_CAUSE_NAME] = {
    { N_("There is no server of this name"), N_("there is no server of this name") },
    N_("Check the address of the server."),
  },
  [PONDER_CAUSE_OFFLINE] = {
    { N_("The name of the server could not be looked up"), N_("the name of the server could not be looked up") },
    N_("You may be offline. Check your internet connection."),
  },
  [PONDER_CAUSE_PAGE] = {
    { N_("A web page came instead of an answer"), N_("a web page came instead of an answer") },
    N_("Check the address, or sign in to the network."),
  },
  [PONDER_CAUSE_PLAIN_SERVER] = {
    { N_("The server does not answer securely"), N_("the server does not answer securely") },
    N_("It may not be able to. Check whether its address should begin with http://."),
  },
  [PONDER_CAUSE_PROXY_LOGIN] = {
    { N_("The proxy wants a user name and a password"), N_("the proxy wants a user name and a password") },
    N_("Enter them in the network settings of this computer."),
  },
  [PONDER_CAUSE_REDIRECT] = {
    { N_("The server sends on to {reason}"), N_("the server sends on to {reason}") },
    N_("To keep your key safe, Ponder does not follow. Enter the new address in Preferences."),
  },
  [PONDER_CAUSE_NO_SEARCH] = {
    { N_("No web search is set up"), N_("no web search is set up") },
    N_("Choose a search server in Preferences."),
  },
  [PONDER_CAUSE_SEARCH_FORMAT] = {
    { N_("The search server does not give JSON"), N_("the search server does not give JSON") },
    N_("Enable the json format in its settings.yml."),
  },
  [PONDER_CAUSE_SIGN_IN] = {
    { N_("This network wants you to sign in"), N_("this network wants you to sign in") },
    N_("Open a web page, sign in there, then try again."),
  },
  [PONDER_CAUSE_TLS_SERVER] = {
    { N_("The server wants a secure connection"), N_("the server wants a secure connection") },
    N_("Let its address begin with https://."),
  },
};

static const Special certificate = {
  { N_("The certificate of {host} is not trusted"), N_("the certificate of {host} is not trusted") },
  N_("Check the address, the date of this computer, and your proxy."),
  N_("Choose its CA file in Preferences, or use http:// for a local server."),
};

static const Special truncated = {
  {
    N_("The connection broke before the answer was complete"),
    N_("the connection broke before the answer was complete"),
  },
  N_("Continue it, or try again to get it whole."),
};

static const Special not_answering = {
  { N_("{provider} is not answering at {host}"), N_("{provider} is not answering at {host}") },
  N_("Start it and check the port."),
};

static const Special status = {
  { N_("Something went wrong (HTTP {status})"), N_("something went wrong (HTTP {status})") },
};

#define C(category) PONDER_ERROR_##category
#define OPENAI { "openai", "azure" }
#define CHINESE { "deepseek", "dashscope", "kimi" }
#define FAST { "groq", "cerebras", "mistral", "xai" }
#define LOCAL .local = TRUE

static const Suggestion suggestions[] = {
  { C (NETWORK), { "gemini" },
    .words = N_("Check your internet connection or proxy. The service may be blocked in your network.") },
  { C (NETWORK), CHINESE,
    .words = N_("Check your internet connection or proxy, or try the other region’s address.") },
  { C (NETWORK), .words = N_("Check your internet connection or proxy.") },

  { C (AUTHENTICATION), { "openai" }, .words = N_("Check the key and, if set, the organization.") },
  { C (AUTHENTICATION), { "azure" }, .words = N_("Use the key of this resource.") },
  { C (AUTHENTICATION), { "anthropic" }, .words = N_("Create a key in the Claude Console and paste it again.") },
  { C (AUTHENTICATION), { "gemini" }, .words = N_("Create a key in Google AI Studio and paste it again.") },
  { C (AUTHENTICATION), { "openrouter" }, .words = N_("Check the key at openrouter.ai/keys.") },
  { C (AUTHENTICATION), CHINESE,
    .words = N_("Check the key. It works only in the region or site that issued it.") },
  { C (AUTHENTICATION), FAST, .words = N_("Check the key in the provider’s console.") },
  { C (AUTHENTICATION), LOCAL,
    .words = N_("This server wants an API key. Enter the one it was started with.") },
  { C (AUTHENTICATION), .words = N_("Open Preferences and enter a valid key.") },

  { C (PERMISSION), OPENAI, .words = N_("Your project, plan or country has no access to {model}.") },
  { C (PERMISSION), { "anthropic" }, .words = N_("Check workspace access in the Claude Console.") },
  { C (PERMISSION), { "gemini" },
    .words = N_("Enable the Gemini API for this project, or billing if your region needs it.") },
  { C (PERMISSION), { "openrouter" },
    .words = N_("Your account settings or a guardrail blocked it. Check them at openrouter.ai.") },
  { C (PERMISSION), CHINESE, .words = N_("Activate the model in the provider’s console first.") },
  { C (PERMISSION), FAST, .words = N_("Your tier does not include {model}. Choose another model.") },
  { C (PERMISSION), LOCAL, .words = N_("The server refused access. Check its settings.") },
  { C (PERMISSION), .words = N_("Choose another model or ask the account owner.") },

  { C (BILLING), OPENAI, .words = N_("Add credit or raise the spend limit; waiting does not help.") },
  { C (BILLING), { "anthropic" }, .words = N_("Add credit or raise the spend limit in the Claude Console.") },
  { C (BILLING), { "gemini" }, .words = N_("Wait until tomorrow, or enable billing.") },
  { C (BILLING), { "openrouter" },
    .words = N_("Add credit at openrouter.ai/credits, or raise this key’s limit.") },
  { C (BILLING), CHINESE, .words = N_("Top up the account balance.") },
  { C (BILLING), FAST, .words = N_("Upgrade the plan or raise the limit.") },
  { C (BILLING), .words = N_("Add credit, then try again.") },

  { C (RATE_LIMIT), { "gemini" }, .words = N_("The limit per minute is reached. Try again shortly.") },
  { C (RATE_LIMIT), { "openrouter" }, .words = N_("Try again shortly, or choose another provider.") },
  { C (RATE_LIMIT), CHINESE, .words = N_("It usually clears within a minute.") },
  { C (RATE_LIMIT), FAST, .words = N_("Try again shortly, or limit the length of answers.") },
  { C (RATE_LIMIT), LOCAL, .words = N_("The server is busy. Try again shortly.") },
  { C (RATE_LIMIT), .words = N_("Try again shortly, or raise your plan’s limit.") },

  { C (INVALID_REQUEST), { "anthropic" },
    .words = N_("{model} does not accept this setting: {param}. Turn it off for this model.") },
  { C (INVALID_REQUEST), { "openrouter" },
    .words = N_("This provider does not support {param}. Choose another one, or turn it off.") },
  { C (INVALID_REQUEST), { "dashscope" },
    .words = N_("The server rejected a setting: {param}. Thinking needs streaming on.") },
  { C (INVALID_REQUEST), LOCAL,
    .words = N_("{model} does not support {param}. Turn it off for this model.") },
  { C (INVALID_REQUEST), .words = N_("The server rejected a setting: {param}. Change it and try again.") },
  { C (INVALID_REQUEST), LOCAL,
    .words = N_("{model} may not support all that was asked. The details say what was refused.") },
  { C (INVALID_REQUEST), .words = N_("Choose another model. The details say what was refused.") },

  { C (CONTEXT_LENGTH), { "openrouter" },
    .words = N_("Start a new chat, remove attachments, or enable a model with more context.") },
  { C (CONTEXT_LENGTH), { "llama-cpp" },
    .words = N_("The loaded model holds {n_ctx} tokens. Raise the context size, or shorten the chat.") },
  { C (CONTEXT_LENGTH), LOCAL,
    .words = N_("The loaded model holds {n_ctx} tokens. Raise the context size, or shorten the chat.") },
  { C (CONTEXT_LENGTH), LOCAL, .words = N_("Raise the context size in {provider}, or start a new chat.") },
  { C (CONTEXT_LENGTH),
    .words = N_("Start a new chat, remove attachments, or choose a model that holds more.") },

  { C (CONTENT_FILTER), { "azure" }, .words = N_("Rephrase it, or ask your administrator to adjust the filter.") },
  { C (CONTENT_FILTER), { "anthropic" }, .words = N_("Claude declined this request: {reason}.") },
  { C (CONTENT_FILTER), { "anthropic" },
    .words = N_("Claude declined this request. Rephrase it and try again.") },
  { C (CONTENT_FILTER), { "gemini" }, .words = N_("Blocked by Google’s safety filter ({reason}). Rephrase it.") },
  { C (CONTENT_FILTER), { "gemini" }, .words = N_("Blocked by Google’s safety filter. Rephrase it.") },
  { C (CONTENT_FILTER), { "openrouter" }, .words = N_("Blocked by moderation. Try another model.") },
  { C (CONTENT_FILTER), CHINESE, .words = N_("Blocked by content inspection. Rephrase it.") },
  { C (CONTENT_FILTER), .words = N_("Rephrase it and try again.") },

  { C (MODEL_NOT_FOUND), { "azure" }, .words = N_("Enter the name of the deployment, not of the model.") },
  { C (MODEL_NOT_FOUND), { "openrouter" },
    .words = N_("No provider offers {model} now. Choose another model.") },
  { C (MODEL_NOT_FOUND), CHINESE,
    .words = N_("It may not be available in this region. Choose another model.") },
  { C (MODEL_NOT_FOUND), FAST,
    .words = N_("It may have been retired. Refresh the list and choose another model.") },
  { C (MODEL_NOT_FOUND), { "ollama" },
    .words = N_("Run “ollama pull {model}”, or choose another model.") },
  { C (MODEL_NOT_FOUND), LOCAL, .words = N_("Install or load {model} in {provider}, or choose another model.") },
  { C (MODEL_NOT_FOUND), .words = N_("Refresh the list and choose another model.") },

  { C (SERVER), { "openai" }, .words = N_("Try again in a moment. See also status.openai.com.") },
  { C (SERVER), { "anthropic" }, .words = N_("Claude is overloaded. Try again in a moment.") },
  { C (SERVER), { "gemini" }, .words = N_("The model is overloaded. Try again, or choose a lighter one.") },
  { C (SERVER), { "openrouter" },
    .words = N_("The provider behind it failed. Try again, or choose another one.") },
  { C (SERVER), CHINESE, .words = N_("The servers are busy. Try again in a moment.") },
  { C (SERVER), LOCAL,
    .words = N_("The model is still loading, or the server crashed. Check its log or free memory.") },
  { C (SERVER), .words = N_("Try again in a moment.") },

  { C (TIMEOUT), OPENAI, .words = N_("Thinking can take minutes. Raise the time limit in Preferences.") },
  { C (TIMEOUT), CHINESE, .words = N_("There may be a long queue. Try again later.") },
  { C (TIMEOUT), LOCAL,
    .words = N_("The model is slow on this computer. Choose a smaller one, or raise the time limit.") },
  { C (TIMEOUT), .words = N_("Try again, or ask for something shorter.") },

  { C (MALFORMED),
    .words = N_("Try again. If it happens again, check the address and the type of the provider.") },
  { C (UNKNOWN), .words = N_("The details say more.") },
  { C (STORE), .words = N_("Check that the disk works and that Ponder may write to its folder.") },
  { C (STORE_TOO_NEW), .words = N_("Update Ponder to change them. Until then they can only be read.") },
  { C (STORE_FULL), .words = N_("Free some space. What was saved before is safe.") },
  { C (KEYRING), .words = N_("Unlock it, or enter the API key for this session only.") },
};

#undef C
#undef OPENAI
#undef CHINESE
#undef FAST
#undef LOCAL

/* NULL when the category says it all. */
static const Special *
find_special (PonderFault *self)
{
  if (self->truncated)
    return &truncated;
  if (self->certificate)
    return &certificate;
  if (self->cause != PONDER_CAUSE_UNKNOWN)
    return &causes[self->cause];
  if (self->category == PONDER_ERROR_NETWORK && self->local && self->provider != NULL)
    return &not_answering;
  if (self->category == PONDER_ERROR_UNKNOWN && self->status > 0)
    return &status;
  return NULL;
}

/* A provider with words of its own can also be reached through this computer: a proxy. */
static gboolean
is_own_server (PonderFault *self)
{
  static const char *const programs[] = { "llama-cpp", "lm-studio", "ollama", "vllm", NULL };

  return self->local && (self->family == NULL || g_strv_contains (programs, self->family));
}

static gboolean
is_of_family (const Suggestion *suggestion,
              const char       *family)
{
  if (suggestion->families[0] == NULL)
    return TRUE;
  for (guint i = 0; suggestion->families[i] != NULL; i++)
    {
      if (g_strcmp0 (suggestion->families[i], family) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
fits (const Suggestion *suggestion,
      PonderFault      *self)
{
  return suggestion->category == self->category
         && (!suggestion->local || is_own_server (self))
         && is_of_family (suggestion, self->family)
         && (self->context_size > 0 || strstr (suggestion->words, "{n_ctx}") == NULL)
         && (self->parameter != NULL || strstr (suggestion->words, "{param}") == NULL)
         && (self->reason != NULL || strstr (suggestion->words, "{reason}") == NULL);
}

static const Title *
find_title (PonderFault *self)
{
  const Special *special = find_special (self);

  return special != NULL ? &special->title : &titles[self->category];
}

const char *
ponder_fault_find_title (PonderFault *self)
{
  return find_title (self)->title;
}

const char *
ponder_fault_find_phrase (PonderFault *self)
{
  return find_title (self)->phrase;
}

const char *
ponder_fault_find_suggestion (PonderFault *self)
{
  const Special *special = find_special (self);

  if (special != NULL && self->local && special->local_suggestion != NULL)
    return special->local_suggestion;
  if (special != NULL && special->suggestion != NULL)
    return special->suggestion;
  for (guint i = 0; i < G_N_ELEMENTS (suggestions); i++)
    {
      if (fits (&suggestions[i], self))
        return suggestions[i].words;
    }
  return NULL;
}
