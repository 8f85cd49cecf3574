"""The desk: tag, weigh, buy, dispatch, receive and blend, by plain forms that work on a phone."""
